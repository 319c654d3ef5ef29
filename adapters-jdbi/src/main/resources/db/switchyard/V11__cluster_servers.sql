-- Servers of clusters that are gone, each with the work of bringing its log to the log store; due_at is null when that is over.

create table cluster_servers (
  execution_id varchar(31) ${bytewise} primary key,
  cluster_id   varchar(80) ${bytewise} not null references clusters (id) on delete cascade,
  number       integer not null,
  backend      varchar(63) not null,
  handle       varchar(512) not null,
  ended_at     timestamp(6) with time zone not null,
  expected     boolean not null,
  state        varchar(32) not null,
  tries        integer not null,
  due_at       timestamp(6) with time zone,
  lease_until  timestamp(6) with time zone,
  version      bigint not null
);

create index cluster_servers_due on cluster_servers (due_at, execution_id) ${only_due};
create index cluster_servers_by_cluster on cluster_servers (cluster_id, number);
