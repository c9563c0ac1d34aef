// Workload is what a stack without an API of its own runs: `serve-hostname` of Kubernetes's test image `agnhost`, under
// the name that it has there, and none of the image's other commands.
package main

import (
	"os"

	"github.com/spf13/cobra"
	servehostname "k8s.io/kubernetes/test/images/agnhost/serve-hostname"
)

func main() {
	root := &cobra.Command{Use: "agnhost"}
	root.AddCommand(servehostname.CmdServeHostname)
	if err := root.Execute(); err != nil {
		os.Exit(1)
	}
}
