-- The work of bringing the logs of ended executions to the log store; due_at is null when it is over.

create table log_captures (
  execution_id varchar(31) ${bytewise} primary key references executions (id) on delete cascade,
  backend      varchar(63) not null,
  handle       varchar(512) not null,
  ended_at     timestamp(6) with time zone not null,
  state        varchar(32) not null,
  tries        integer not null,
  due_at       timestamp(6) with time zone,
  lease_until  timestamp(6) with time zone,
  version      bigint not null
);

create index log_captures_due on log_captures (due_at, execution_id) ${only_due};
