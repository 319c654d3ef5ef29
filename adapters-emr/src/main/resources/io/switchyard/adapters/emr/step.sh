# Begins a driver, unless its ticket is void or used. $1 the folder of its execution in S3, $2 the
# number of its ticket, $3 its own folder here, $4 whether it has input; then what to run. Users'
# variables never begin with SWITCHYARD_.
set -eu
umask 077
say() { printf '\n[switchyard] %s\n' "$1" >&2; }
refuse() { say "not run: $1"; exit 75; }
SWITCHYARD_HOME="$1" SWITCHYARD_BEGIN="$1/$2/begin" SWITCHYARD_WORK="$3" SWITCHYARD_INPUT="$4"
SWITCHYARD_TICKET="$3-$2"
shift 4
# A request that was delivered twice comes to the same machine twice.
mkdir -p "$(dirname "$SWITCHYARD_WORK")"
mkdir "$SWITCHYARD_TICKET" || refuse "a step with the same ticket has begun here"
echo $$ > "$SWITCHYARD_TICKET/pid"
SWITCHYARD_ME="$(hostname)-$$-$RANDOM$RANDOM"
printf '%s' "$SWITCHYARD_ME" > "$SWITCHYARD_TICKET/me"
aws s3 cp --only-show-errors "$SWITCHYARD_TICKET/me" "$SWITCHYARD_BEGIN/$SWITCHYARD_ME" ||
  refuse "$SWITCHYARD_BEGIN cannot be written to"
SWITCHYARD_THERE=$(aws s3 ls "$SWITCHYARD_BEGIN/") || refuse "$SWITCHYARD_BEGIN cannot be listed"
[ "$(printf '%s\n' "$SWITCHYARD_THERE" | wc -l)" -eq 1 ] ||
  refuse "its ticket is void, or another step has it"
# What earlier drivers left here.
for SWITCHYARD_OLD in "$(dirname "$SWITCHYARD_WORK")"/*/; do
  if [ -f "$SWITCHYARD_OLD/pid" ] && ! kill -0 "$(cat "$SWITCHYARD_OLD/pid")" 2>/dev/null; then
    rm -rf "$SWITCHYARD_OLD"
  fi
done
mkdir -p "$SWITCHYARD_WORK"
echo $$ > "$SWITCHYARD_WORK/pid"
keep() { printf '%s' "$2" | base64 -d > "$SWITCHYARD_WORK/$1"; }
if [ "$SWITCHYARD_INPUT" = input ]; then
  aws s3 cp --only-show-errors "$SWITCHYARD_HOME/input" "$SWITCHYARD_WORK/input" ||
    refuse "its input cannot be read"
  . "$SWITCHYARD_WORK/input"
  rm -f "$SWITCHYARD_WORK/input"
fi
if [ -f "$SWITCHYARD_WORK/spark.conf" ]; then
  mkdir "$SWITCHYARD_WORK/conf"
  cp -rL "${SPARK_CONF_DIR:-/etc/spark/conf}/." "$SWITCHYARD_WORK/conf/"
  { echo; cat "$SWITCHYARD_WORK/spark.conf"; } >> "$SWITCHYARD_WORK/conf/spark-defaults.conf"
  export SPARK_CONF_DIR="$SWITCHYARD_WORK/conf"
fi
# In place of this shell, so that whoever ends the step ends the driver.
exec "$@"
