#!/usr/bin/env python3
"""Writes suite.yaml: the suite as seven Deployments that scale, on a PostgreSQL and a NATS of the cluster, from the table
below. `manifests.py --check` tells whether the file is what this would write."""

import pathlib
import sys

FILE = pathlib.Path(__file__).parent / "suite.yaml"
SERVICES = ("identity", "workorders", "dispatch", "tracking", "notifications", "insights")
# name: the least and the most replicas, CPU and memory that each asks for and may have at most
PROCESSES = {
    "gateway": (2, 8, "500m", "2", "256Mi", "512Mi"),
    "identity": (2, 4, "250m", "2", "256Mi", "512Mi"),
    "workorders": (2, 6, "250m", "2", "256Mi", "512Mi"),
    "dispatch": (2, 4, "250m", "2", "256Mi", "512Mi"),
    "tracking": (2, 6, "250m", "2", "256Mi", "512Mi"),
    "notifications": (2, 6, "250m", "2", "256Mi", "512Mi"),
    "insights": (2, 4, "250m", "2", "256Mi", "512Mi"),
}

HEAD = """\
# Made by manifests.py.
#   kubectl apply --kustomize deploy/kubernetes/scaled
#
# Secrets to make before (keys are variables of docs/configuration.md):
#   microflow            MICROFLOW_SUITE_PEER_SECRET
#   microflow-events     MICROFLOW_EVENTS_NATS_PASSWORD, where NATS asks for one
#   microflow-SERVICE    MICROFLOW_DATABASE_URL of each service; tracking's has the keys of its object store as well
apiVersion: v1
kind: Namespace
metadata:
  name: microflow
  labels:
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/enforce-version: latest
    pod-security.kubernetes.io/warn: restricted
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: microflow
data:
  MICROFLOW_SUITE_TIME_ZONE: America/Bogota
{upstreams}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: microflow-events
data:
  MICROFLOW_EVENTS_NATS_URL: nats://nats.nats:4222
---
# Everybody comes from the address of the ingress: it has to do the counting by address.
apiVersion: v1
kind: ConfigMap
metadata:
  name: microflow-gateway
data:
  MICROFLOW_GATEWAY_REPLICAS: "{gateways}"
  MICROFLOW_GATEWAY_ADDRESS_RATE: "0"
  MICROFLOW_GATEWAY_SIGN_IN_RATE: "20"
  MICROFLOW_GATEWAY_SIGN_IN_BURST: "100"
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: microflow-identity
data:
  MICROFLOW_IDENTITY_KEY_FOLDER: /keys
---
# Replicas of tracking share no folder: evidence goes to an object store.
apiVersion: v1
kind: ConfigMap
metadata:
  name: microflow-tracking
data:
  MICROFLOW_BLOBS_KIND: s3
  MICROFLOW_BLOBS_S3_BUCKET: microflow-evidence
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: microflow-notifications
data:
  MICROFLOW_MAIL_MODE: none
---
# The signing keys, which the replicas of identity share.
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: keys
spec:
  accessModes: [ReadWriteMany]
  resources:
    requests: {{storage: 1Gi}}
---
# In: from the suite's own processes and the monitoring. Out: names, the suite, PostgreSQL and NATS in the cluster, and
# HTTPS to object stores outside. A PostgreSQL outside of the cluster needs its address here (ipBlock).
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: suite
spec:
  podSelector:
    matchLabels: {{app.kubernetes.io/part-of: microflow}}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector:
            matchLabels: {{app.kubernetes.io/part-of: microflow}}
        - namespaceSelector:
            matchLabels: {{kubernetes.io/metadata.name: monitoring}}
      ports:
        - {{protocol: TCP, port: http}}
  egress:
    - to:
        - namespaceSelector:
            matchLabels: {{kubernetes.io/metadata.name: kube-system}}
          podSelector:
            matchLabels: {{k8s-app: kube-dns}}
      ports:
        - {{protocol: UDP, port: 53}}
        - {{protocol: TCP, port: 53}}
    - to:
        - podSelector:
            matchLabels: {{app.kubernetes.io/part-of: microflow}}
      ports:
        - {{protocol: TCP, port: 8080}}
    - to:
        - namespaceSelector: {{}}
          podSelector:
            matchLabels: {{app.kubernetes.io/name: postgresql}}
      ports:
        - {{protocol: TCP, port: 5432}}
    - to:
        - namespaceSelector: {{}}
          podSelector:
            matchLabels: {{app.kubernetes.io/name: nats}}
      ports:
        - {{protocol: TCP, port: 4222}}
    - to:
        - ipBlock:
            cidr: 0.0.0.0/0
            except: [10.0.0.0/8, 100.64.0.0/10, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16]
      ports:
        - {{protocol: TCP, port: 443}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: entrance
spec:
  podSelector:
    matchLabels: {{app.kubernetes.io/name: gateway}}
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels: {{kubernetes.io/metadata.name: ingress-nginx}}
      ports:
        - {{protocol: TCP, port: http}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: mail
spec:
  podSelector:
    matchLabels: {{app.kubernetes.io/name: notifications}}
  policyTypes: [Egress]
  egress:
    - ports:
        - {{protocol: TCP, port: 25}}
        - {{protocol: TCP, port: 465}}
        - {{protocol: TCP, port: 587}}
"""

PROCESS = """\
---
apiVersion: v1
kind: Service
metadata:
  name: {name}
  labels: &labels {{app.kubernetes.io/name: {name}, app.kubernetes.io/part-of: microflow}}
spec:
  selector: *labels
  ports:
    - {{name: http, port: 8080, targetPort: http}}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  labels: &labels {{app.kubernetes.io/name: {name}, app.kubernetes.io/part-of: microflow}}
spec:
  selector:
    matchLabels: *labels
  strategy:
    rollingUpdate: {{maxUnavailable: 0, maxSurge: 1}}
  template:
    metadata:
      labels: *labels
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: "8080"
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false  # their variables begin with MICROFLOW_ too
      terminationGracePeriodSeconds: 15  # the drain takes 7 at most
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: *labels
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
        fsGroup: 65532
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile: {{type: RuntimeDefault}}
      containers:
        - name: {name}
          image: microflow
          args: [serve, {name}]
          ports:
            - {{name: http, containerPort: 8080}}
          envFrom:
{sources}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {{drop: [ALL]}}
          resources:
            requests: {{cpu: {cpu}, memory: {memory}}}
            limits: {{cpu: "{most_cpu}", memory: {most_memory}}}
          startupProbe:
            httpGet: {{path: /health/live, port: http}}
            periodSeconds: 2
            failureThreshold: 150
          livenessProbe:
            httpGet: {{path: /health/live, port: http}}
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet: {{path: /health/ready, port: http}}
            periodSeconds: 5
            timeoutSeconds: 3
            failureThreshold: 2
          volumeMounts:
            - {{name: data, mountPath: /data}}
{mounts}      volumes:
        - name: data
          emptyDir: {{}}
{volumes}---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {name}
spec:
  scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: {name}}}
  minReplicas: {least}
  maxReplicas: {most}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: {{type: Utilization, averageUtilization: 60}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {name}
spec:
  maxUnavailable: 1
  selector:
    matchLabels: {{app.kubernetes.io/name: {name}, app.kubernetes.io/part-of: microflow}}
"""


def sources(name):
    """Everybody's settings, those of the services, and the process's own."""
    kinds = [("configMapRef", "microflow", False), ("secretRef", "microflow", False)]
    if name in SERVICES:
        kinds += [("configMapRef", "microflow-events", False), ("secretRef", "microflow-events", True),
                  ("secretRef", f"microflow-{name}", False)]
    if f"name: microflow-{name}\n" in HEAD:
        kinds.append(("configMapRef", f"microflow-{name}", False))
    return "\n".join(f"            - {kind}: {{name: {of}{', optional: true' if optional else ''}}}"
                     for kind, of, optional in kinds)


def text():
    upstreams = "\n".join(f"  MICROFLOW_UPSTREAMS_{name.upper()}: http://{name}:8080" for name in SERVICES)
    page = HEAD.format(upstreams=upstreams, gateways=PROCESSES["gateway"][0])
    for name, (least, most, cpu, most_cpu, memory, most_memory) in PROCESSES.items():
        keys = name == "identity"
        page += PROCESS.format(
            name=name, least=least, most=most, cpu=cpu, most_cpu=most_cpu, memory=memory, most_memory=most_memory,
            sources=sources(name), mounts="            - {name: keys, mountPath: /keys}\n" if keys else "",
            volumes="        - name: keys\n          persistentVolumeClaim: {claimName: keys}\n" if keys else "")
    return page


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(FILE.read_text(encoding="utf-8") != text() and f"{FILE} is stale: run manifests.py")
    FILE.write_text(text(), encoding="utf-8")
