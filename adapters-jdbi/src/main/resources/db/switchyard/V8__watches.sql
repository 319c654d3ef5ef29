-- One row for each backend: who looks at its drivers, and when again. And what such a look is about.
--   ${only_watched}  the index has what is watched only, where the database can

create table watches (
  backend     varchar(63) primary key,
  due_at      timestamp(6) with time zone not null,
  lease_until timestamp(6) with time zone,
  version     bigint not null
);

create index executions_watched on executions (state, backend, id, version) ${only_watched};
