-- Why executions and clusters are on their backends, and what is known of backends. (Null for what was placed before this.)
alter table executions add column placement varchar;
alter table clusters add column placement varchar;

create table backend_states (
  backend     varchar(63) ${bytewise} primary key,
  health      varchar(32) not null,
  since       timestamp(6) with time zone not null,
  failures    integer not null,
  answers     integer not null,
  on_trial    boolean not null,
  trial_from  timestamp(6) with time zone,
  why         varchar not null,
  drained_by  varchar(320),
  drain_since timestamp(6) with time zone,
  version     bigint not null
);
