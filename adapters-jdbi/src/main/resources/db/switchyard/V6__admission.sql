-- Executions that stand in line, and what those that were let through take of their team's limits.
-- Placeholders as in V1, and:
--   ${only_queued}  the index over lines leaves out what does not stand in one, where the database can;
--   ${queued_first} where it cannot, it has those first. (PostgreSQL would not look for them by a first
--                   column that is the same for all that the index has, and read all of it.)

-- Empty for what a release before this one writes, and for what had ended before.
alter table executions add column team varchar(30) ${bytewise} default '' not null;
-- What was under way before this counts as a job that takes nothing.
alter table executions add column cores integer default 0 not null;
alter table executions add column memory_mb bigint default 0 not null;

update executions set team = (select j.team from jobs j where j.id = executions.job_id)
where state <> 'ENDED';

create index executions_queued
on executions (${queued_first} team, backend, spark_version, since, id) ${only_queued};

-- One row; whoever holds it decides who is let through.
create table admission_turn (
  id integer primary key
);
insert into admission_turn (id) values (1);
