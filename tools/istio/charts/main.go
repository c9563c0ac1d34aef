// Charts renders the charts that Istio's module carries, as `helm template` would: the folder of one is its first
// argument, release and namespace follow, and its values come as JSON on standard input.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/engine"
)

func main() {
	if err := render(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func render(folder, release, namespace string) error {
	chart, err := loader.Load(folder)
	if err != nil {
		return err
	}
	var given map[string]any
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		return err
	}
	options := common.ReleaseOptions{Name: release, Namespace: namespace, IsInstall: true}
	values, err := util.ToRenderValues(chart, given, options, common.DefaultCapabilities)
	if err != nil {
		return err
	}
	files, err := engine.Render(chart, values)
	if err != nil {
		return err
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Printf("---\n%s\n", files[name])
	}
	return nil
}
