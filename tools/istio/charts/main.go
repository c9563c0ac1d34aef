// Charts renders a chart that Istio's module carries, as `helm template` would. Its arguments are the chart's folder,
// a release and a namespace; values come as JSON on standard input.
package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"sort"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/engine"
	"istio.io/istio/manifests"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: charts FOLDER RELEASE NAMESPACE < VALUES")
		os.Exit(2)
	}
	if err := render(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func render(folder, release, namespace string) error {
	files, err := read(folder)
	if err != nil {
		return err
	}
	chart, err := loader.LoadFiles(files)
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
	rendered, err := engine.Render(chart, values)
	if err != nil {
		return err
	}
	names := make([]string, 0, len(rendered))
	for name := range rendered {
		if strings.HasSuffix(name, ".yaml") {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Printf("---\n%s\n", rendered[name])
	}
	return nil
}

func read(folder string) ([]*archive.BufferedFile, error) {
	var files []*archive.BufferedFile
	err := fs.WalkDir(manifests.FS, folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := manifests.FS.ReadFile(path)
		files = append(files, &archive.BufferedFile{Name: strings.TrimPrefix(path, folder+"/"), Data: data})
		return err
	})
	return files, err
}
