-- One script for H2 and PostgreSQL. What they spell differently is a placeholder (Vendor.java):
--   ${bytewise}  text is compared by bytes, as Java does, so that prefixes and ranges use indexes
--   ${only_due}  the due scan's index leaves out what has ended, where the database can

create table jobs (
  id              varchar(30) ${bytewise} primary key,
  team            varchar(30) ${bytewise} not null,
  name            varchar(128) ${bytewise} not null,
  submitter       varchar not null,
  request         text not null,
  idempotency_key varchar(255) ${bytewise},
  status          varchar(32) not null,
  submitted_at    timestamp(6) with time zone not null,
  constraint jobs_key unique (team, idempotency_key)
);

create index jobs_by_team on jobs (team, id desc);
create index jobs_by_status on jobs (status, id desc);
create index jobs_by_name on jobs (name);

create table executions (
  id                   varchar(31) ${bytewise} primary key,
  job_id               varchar(30) ${bytewise} not null references jobs (id),
  attempt              integer not null,
  backend              varchar(63) not null,
  spark_version        varchar(32) not null,
  state                varchar(32) not null,
  since                timestamp(6) with time zone not null,
  message              varchar not null,
  handle               varchar(512),
  started_at           timestamp(6) with time zone,
  stop_outcome         varchar(32),
  stop_message         varchar,
  outcome              varchar(32),
  failure              varchar(64),
  missing_since        timestamp(6) with time zone,
  records_read         bigint,
  records_written      bigint,
  bytes_read           bigint,
  bytes_written        bigint,
  stages_completed     bigint,
  tasks_completed      bigint,
  executor_cpu_time_ms bigint,
  due_at               timestamp(6) with time zone,
  lease_until          timestamp(6) with time zone,
  version              bigint not null,
  constraint executions_attempt unique (job_id, attempt)
);

create index executions_due on executions (due_at, id) ${only_due};
