{{- define "spark.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* labels that never change: of selectors. Call with (list $ "master") */}}
{{- define "spark.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ $root.Chart.Name }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "spark.labels" -}}
{{- $root := index . 0 -}}
{{ include "spark.selector" . }}
app: spark-{{ index . 1 }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version }}
{{- end -}}

{{- define "spark.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "spark.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* Call with (list $ .Values.sparkMaster) */}}
{{- define "spark.image" -}}
{{- $root := index . 0 -}}
{{- $image := mergeOverwrite (deepCopy $root.Values.image) ((index . 1).image | default dict) -}}
image: {{ printf "%s:%s" $image.repository $image.tag | quote }}
imagePullPolicy: {{ $image.pullPolicy }}
{{- end -}}

{{- define "spark.podSecurity" -}}
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .Values.podSecurity.runAsUser | int64 }}
  runAsGroup: {{ .Values.podSecurity.runAsGroup | int64 }}
  fsGroup: {{ .Values.podSecurity.fsGroup | int64 }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
automountServiceAccountToken: false
enableServiceLinks: false
serviceAccountName: {{ include "spark.serviceAccount" . }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "spark.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: ["ALL"]
{{- end -}}

{{- define "spark.masterHost" -}}
{{ include "spark.fullname" . }}-master-0.{{ include "spark.fullname" . }}-master-headless
{{- end -}}

{{- define "spark.secretMount" -}}
{{- if .Values.s3.existingSecret }}
- name: s3
  mountPath: /etc/spark-secrets
  readOnly: true
{{- end }}
{{- end -}}

{{- define "spark.secretVolume" -}}
{{- if .Values.s3.existingSecret }}
- name: s3
  secret:
    secretName: {{ .Values.s3.existingSecret }}
    defaultMode: 0440
{{- end }}
{{- end -}}

{{- define "spark.scheduling" -}}
{{- with .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* The image's own health check, so that a probe asks what the role is for. Call with (list "master" failures period) */}}
{{- define "spark.probe" -}}
exec:
  command: ["/opt/switchyard/bin/healthcheck", {{ index . 0 | quote }}]
timeoutSeconds: 10
periodSeconds: {{ index . 2 }}
failureThreshold: {{ index . 1 }}
{{- end -}}
