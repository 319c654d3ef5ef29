# Begins a driver, unless its ticket is void or used. $1 the folder of its execution in S3, $2 the
# number of its ticket, $3 its own folder here, $4 whether it has input; then what to run.
set -eu
umask 077
say() { printf '\n[switchyard] %s\n' "$1" >&2; }
refuse() { say "not run: $1"; exit 75; }
begin="$1/$2/begin" work="$3" input="$4" home="$1"
shift 4
# A request that was delivered twice comes to the same machine twice.
mkdir -p "$(dirname "$work")"
mkdir "$work" || refuse "a step with the same ticket has begun here"
echo $$ > "$work/pid"
me="$(hostname)-$$-$RANDOM$RANDOM"
printf '%s' "$me" > "$work/me"
aws s3 cp --only-show-errors "$work/me" "$begin/$me" || refuse "$begin cannot be written to"
there=$(aws s3 ls "$begin/") || refuse "$begin cannot be listed"
[ "$(printf '%s\n' "$there" | wc -l)" -eq 1 ] || refuse "its ticket is void, or another step has it"
for old in "$(dirname "$work")"/*/; do
  if [ -f "$old/pid" ] && ! kill -0 "$(cat "$old/pid")" 2>/dev/null; then rm -rf "$old"; fi
done
keep() { printf '%s' "$2" | base64 -d > "$work/$1"; }
if [ "$input" = input ]; then
  aws s3 cp --only-show-errors "$home/input" "$work/input" || refuse "its input cannot be read"
  . "$work/input"
  rm -f "$work/input"
fi
if [ -f "$work/spark.conf" ]; then
  mkdir "$work/conf"
  cp -rL "${SPARK_CONF_DIR:-/etc/spark/conf}/." "$work/conf/"
  { echo; cat "$work/spark.conf"; } >> "$work/conf/spark-defaults.conf"
  export SPARK_CONF_DIR="$work/conf"
fi
# In place of this shell, so that whoever ends the step ends the driver.
exec "$@"
