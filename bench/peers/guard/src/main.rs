//! Times Guard: `guard-bench RULES TEMPLATE ROUNDS` prints JSON.
//!
//! The library parses, judges and reports in one call. What parsing costs is measured apart, round by round: the rules on
//! an empty template, and a rule that looks at nothing on the whole one.

use std::time::Instant;

use cfn_guard::commands::validate::{OutputFormatType, ShowSummaryType};
use cfn_guard::commands::Executable;
use cfn_guard::utils::reader::{ReadBuffer, Reader};
use cfn_guard::utils::writer::{WriteBuffer, Writer};
use cfn_guard::{run_checks, CommandBuilder, Error, ValidateBuilder, ValidateInput};

const EMPTY_TEMPLATE: &str = r#"{"Resources": {}}"#;
const IDLE_RULE: &str = "rule idle when Nothing exists { Nothing exists }";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, rules_path, template_path, rounds] = arguments.as_slice() else {
        return Err("usage: guard-bench RULES TEMPLATE ROUNDS".into());
    };
    let rules = std::fs::read_to_string(rules_path)?;
    let template = std::fs::read_to_string(template_path)?;
    let (mut whole, mut rules_alone, mut template_alone) = (vec![], vec![], vec![]);
    for _ in 0..rounds.parse()? {
        whole.push(seconds(&rules, &template)?);
        rules_alone.push(seconds(&rules, EMPTY_TEMPLATE)?);
        template_alone.push(seconds(IDLE_RULE, &template)?);
    }
    let report: serde_json::Value = serde_json::from_str(&report(rules_path, template_path)?)?;
    let figures = serde_json::json!({
        "whole_seconds": whole,
        "rules_seconds": rules_alone,
        "template_seconds": template_alone,
        "report": report,
    });
    println!("{figures}");
    Ok(())
}

fn seconds(rules: &str, template: &str) -> Result<f64, Error> {
    let data = ValidateInput {
        content: template,
        file_name: "template.json",
    };
    let rules = ValidateInput {
        content: rules,
        file_name: "rules.guard",
    };
    let begun = Instant::now();
    run_checks(data, rules, false)?;
    Ok(begun.elapsed().as_secs_f64())
}

/// Returns what `cfn-guard validate --structured` prints, which says of each violation where it is.
fn report(rules_path: &str, template_path: &str) -> Result<String, Error> {
    let validate = ValidateBuilder::default()
        .rules(vec![rules_path.to_string()])
        .data(vec![template_path.to_string()])
        .structured(true)
        .output_format(OutputFormatType::JSON)
        .show_summary(vec![ShowSummaryType::None])
        .try_build()?;
    let mut writer = Writer::new(WriteBuffer::Vec(vec![]))?;
    validate.execute(
        &mut writer,
        &mut Reader::new(ReadBuffer::Stdin(std::io::stdin())),
    )?;
    writer.into_string()
}
