// Times OPA on rules that are compiled and input that is parsed: `opa-bench RULES INPUT ROUNDS` prints JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

// Input is what is judged: resources with their type, URN and properties.
type Input struct {
	Resources []map[string]any `json:"resources"`
}

// Figures are seconds of each round, and what is violated: pairs of rule and URN.
type Figures struct {
	EachSeconds  []float64   `json:"each_seconds"`
	WholeSeconds []float64   `json:"whole_seconds"`
	Violated     [][2]string `json:"violated"`
}

func main() {
	figures, err := measure(os.Args[1], os.Args[2], os.Args[3])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(figures)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func measure(rules, input, rounds string) (*Figures, error) {
	ctx := context.Background()
	count, err := strconv.Atoi(rounds)
	if err != nil {
		return nil, err
	}
	each, err := rego.New(rego.Query("data.groot.bench.violated"), rego.Load([]string{rules}, nil)).PrepareForEval(ctx)
	if err != nil {
		return nil, err
	}
	whole, err := rego.New(rego.Query("data.groot.bench.whole"), rego.Load([]string{rules}, nil)).PrepareForEval(ctx)
	if err != nil {
		return nil, err
	}
	parsed, document, urns, err := read(input)
	if err != nil {
		return nil, err
	}
	figures := &Figures{}
	for range count {
		figures.Violated = nil
		begun := time.Now()
		for index, value := range parsed {
			results, err := each.Eval(ctx, rego.EvalParsedInput(value))
			if err != nil {
				return nil, err
			}
			for _, rule := range results[0].Expressions[0].Value.([]any) {
				figures.Violated = append(figures.Violated, [2]string{rule.(string), urns[index]})
			}
		}
		figures.EachSeconds = append(figures.EachSeconds, time.Since(begun).Seconds())
		begun = time.Now()
		results, err := whole.Eval(ctx, rego.EvalParsedInput(document))
		if err != nil {
			return nil, err
		}
		figures.WholeSeconds = append(figures.WholeSeconds, time.Since(begun).Seconds())
		if found := len(results[0].Expressions[0].Value.([]any)); found != len(figures.Violated) {
			return nil, fmt.Errorf("%d violations one by one, %d in the whole", len(figures.Violated), found)
		}
	}
	return figures, nil
}

func read(path string) (parsed []ast.Value, document ast.Value, urns []string, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, nil, err
	}
	var input Input
	if err = json.Unmarshal(text, &input); err != nil {
		return nil, nil, nil, err
	}
	for _, resource := range input.Resources {
		value, err := ast.InterfaceToValue(resource)
		if err != nil {
			return nil, nil, nil, err
		}
		parsed = append(parsed, value)
		urns = append(urns, resource["urn"].(string))
	}
	document, err = ast.InterfaceToValue(map[string]any{"resources": input.Resources})
	return parsed, document, urns, err
}
