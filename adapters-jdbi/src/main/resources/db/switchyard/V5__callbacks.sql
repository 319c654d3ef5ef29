-- The work of telling of the ends of jobs. due_at is null before the job's end, and when it is over.

create table callbacks (
  job_id      varchar(30) ${bytewise} primary key references jobs (id) on delete cascade,
  url         varchar(2000) not null,
  -- The URL's, so that one host cannot keep the others waiting.
  host        varchar(253) ${bytewise} not null,
  state       varchar(32) not null,
  asked_at    timestamp(6) with time zone,
  tries       integer not null,
  last_try_at timestamp(6) with time zone,
  last_status integer,
  last_error  varchar not null,
  due_at      timestamp(6) with time zone,
  lease_until timestamp(6) with time zone,
  version     bigint not null
);

create index callbacks_due on callbacks (due_at, job_id) ${only_due};
