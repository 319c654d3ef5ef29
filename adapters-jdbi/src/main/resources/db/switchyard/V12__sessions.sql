-- Spark Connect sessions with their pins: the server that all calls of a session go to. due_at is null when nothing is left
-- to do about a session.

create table sessions (
  id               varchar(30) ${bytewise} primary key,
  team             varchar(30) ${bytewise} not null,
  user_name        varchar(320) ${bytewise} not null,
  session_id       varchar(64) ${bytewise} not null,
  cluster_id       varchar(80) ${bytewise} not null,
  server_number    integer not null,
  client_version   varchar(255) not null,
  created_at       timestamp(6) with time zone not null,
  last_activity_at timestamp(6) with time zone not null,
  bytes_up         bigint not null,
  bytes_down       bigint not null,
  operations       bigint not null,
  end_reason       varchar(32),
  ended_by         varchar(320),
  ended_at         timestamp(6) with time zone,
  due_at           timestamp(6) with time zone,
  lease_until      timestamp(6) with time zone,
  version          bigint not null,
  constraint sessions_key unique (user_name, session_id, team)
);

create index sessions_due on sessions (due_at, id) ${only_due};
create index sessions_by_age on sessions (created_at desc, id desc);
create index sessions_by_team on sessions (team, created_at desc, id desc);
create index sessions_by_server on sessions (cluster_id, server_number, ended_at);
create index sessions_by_end on sessions (ended_at) ${only_ended};

-- One row. Whoever opens a session locks it first, so that keys and limits are looked at and taken by one at a time.
create table session_gate (
  id integer primary key
);
insert into session_gate (id) values (1);
