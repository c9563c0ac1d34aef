module groot.example/tools/kinds

go 1.26.6

require (
	github.com/argoproj/argo-cd/v3 v3.5.7
	github.com/cert-manager/aws-privateca-issuer v1.11.0
	github.com/cert-manager/cert-manager v1.21.2
	github.com/chaos-mesh/chaos-mesh v0.9.1-0.20260902003049-47411975a8cb
	istio.io/api v1.30.8
	sigs.k8s.io/aws-load-balancer-controller v0.0.0-20260423195125-93ff3b5fdaad
)
