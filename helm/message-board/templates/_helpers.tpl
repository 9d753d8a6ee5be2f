{{- define "board.name" -}}
{{- $name := contains .Chart.Name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) }}
{{- $name | trunc 50 | trimSuffix "-" }}
{{- end }}

{{/* The selector of the pods of one kind: (dict "root" $ "kind" "web") */}}
{{- define "board.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .kind }}
{{- end }}

{{- define "board.labels" -}}
{{ include "board.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* The pod of one kind: web servers and consumers differ in one setting, resources and placement */}}
{{- define "board.pod" -}}
{{- $root := .root }}
{{- $values := index .root.Values .kind -}}
metadata:
  labels:
    {{- include "board.labels" . | nindent 4 }}
  annotations:
    # Restarts the pods when a setting changes
    checksum/config: {{ include (print $root.Template.BasePath "/configmap.yaml") $root | sha256sum }}
    {{- with $values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  automountServiceAccountToken: false
  # Otherwise the environment variables of a Service named redis or kafka would override settings
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ $root.Values.terminationGracePeriodSeconds }}
  {{- with $root.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 1001
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: board
      image: {{ printf "%s:%s" $root.Values.image.repository (default $root.Chart.AppVersion $root.Values.image.tag) | quote }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      ports:
        - name: http
          containerPort: 9080
      envFrom:
        - configMapRef:
            name: {{ include "board.name" $root }}
      env:
        - name: CONSUMER_ENABLED
          value: {{ eq .kind "consumer" | quote }}
        {{- if $root.Values.archive.enabled }}
        {{- $secret := required "archive.secret must name the Secret with PostgreSQL's user and password" $root.Values.archive.secret }}
        - name: ARCHIVE_DATABASE_USER
          valueFrom:
            secretKeyRef: {name: {{ $secret }}, key: {{ $root.Values.archive.userKey }}}
        - name: ARCHIVE_DATABASE_PASSWORD
          valueFrom:
            secretKeyRef: {name: {{ $secret }}, key: {{ $root.Values.archive.passwordKey }}}
        {{- end }}
        {{- range $name, $from := $root.Values.secretSettings }}
        - name: {{ $name }}
          valueFrom:
            secretKeyRef: {name: {{ $from.name }}, key: {{ $from.key | quote }}}
        {{- end }}
        {{- if $root.Values.secret }}
        - name: VARIABLE_SOURCE_DIRS
          value: /run/secrets/board
        {{- end }}
      # Three minutes to start and to warm up, with or without Kafka and Redis
      startupProbe:
        httpGet: {path: /health/started, port: http}
        periodSeconds: 3
        timeoutSeconds: 5
        failureThreshold: 60
      readinessProbe:
        httpGet: {path: {{ $values.readinessPath }}, port: http}
        periodSeconds: 5
        timeoutSeconds: 5
      # DOWN only for problems that a restart solves
      livenessProbe:
        httpGet: {path: /health/live, port: http}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 3
      {{- with $values.preStopSeconds }}
      # Until the load balancers know that the pod goes: they would send it requests that it refuses
      lifecycle:
        preStop:
          exec: {command: [sleep, {{ . | quote }}]}
      {{- end }}
      resources:
        {{- toYaml $values.resources | nindent 8 }}
      volumeMounts:
        - {name: output, mountPath: /opt/ol/wlp/output/defaultServer}
        - {name: logs, mountPath: /logs}
        - {name: tmp, mountPath: /tmp}
        {{- if $root.Values.secret }}
        - {name: secret, mountPath: /run/secrets/board, readOnly: true}
        {{- end }}
        {{- if $root.Values.files }}
        - {name: files, mountPath: /etc/board, readOnly: true}
        {{- end }}
  volumes:
    - name: output
      emptyDir: {}
    - name: logs
      emptyDir: {}
    - name: tmp
      emptyDir: {}
    {{- with $root.Values.secret }}
    - name: secret
      secret: {secretName: {{ . }}}
    {{- end }}
    {{- with $root.Values.files }}
    - name: files
      secret: {secretName: {{ . }}}
    {{- end }}
  topologySpreadConstraints:
    {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - maxSkew: 1
      topologyKey: {{ . }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "board.selector" $ | nindent 10 }}
    {{- end }}
  {{- with $values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
