module groot.example/tools/kinds

go 1.26.6

require (
	github.com/cert-manager/aws-privateca-issuer v1.11.0
	github.com/cert-manager/cert-manager v1.21.2
	istio.io/api v1.30.8
	sigs.k8s.io/aws-load-balancer-controller v0.0.0-20260423195125-93ff3b5fdaad
)
