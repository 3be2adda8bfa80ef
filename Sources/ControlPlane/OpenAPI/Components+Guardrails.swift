import Governance
import Guardrails
import Settings

/// The forms of guardrails and of what they make of a text.
extension Components {
    private static let stage = Schema.choice(GuardStage.allCases.map(\.rawValue))

    private static let place: [Schema.Member] = [
        .optional("message", .count, "Which message it stands in."),
        .optional("part", .count, "Which part of the message's content."),
        .optional("tool_call", .count, "Which call of a tool, in whose arguments it stands."),
    ]

    private static let attached = Schema.object([
        .required("count", .count), .required("names", .list(.text), "The first hundred."),
    ])

    static let guardrails: [Named] = [
        (
            "Guardrail",
            .object([
                .required("name", .text), .required("type", .text), .required("on", .list(stage)),
                .required("default", .flag, "Whether it looks at every call."),
                .required("mode", .choice(GuardPolicy.Mode.allCases.map(\.rawValue))),
                .optional("preset", .text), .optional("action", .text, "What it does about all else."),
                .optional("actions", .map(.text), "What it does, by the type of a finding."),
                .optional("rules", .map(.text), "What it does, by the rule that found something."),
                .required("threshold", .number), .optional("streaming", .text),
                .required("timeout", .text),
                .required("on_error", .choice(["open", "closed"])),
                .optional("remember", .flag, "Absent where texts in which nothing was found are not looked at again."),
                .required(
                    "attached",
                    .object(
                        ["models", "organizations", "teams", "projects", "users", "keys"].map {
                            .optional($0, attached)
                        }
                    ),
                    "What names it, as far as the caller may see that."
                ),
            ])
        ),
        (
            "GuardrailTrial",
            .object([
                .optional("text", .text, "One text; or messages."),
                .optional("messages", .list(.map(.any)), "A conversation, as POST /v1/chat/completions takes it."),
                .optional(
                    "guardrails",
                    .nullable(.list(.text)),
                    "Those that look; where nothing is said those that look at every call, with an empty list the built-in"
                        + " filters by themselves."
                ),
                .optional("stage", .nullable(stage), "Whether it is taken for a question or an answer; a question."),
            ])
        ),
        (
            "GuardrailVerdict",
            .object([
                .required("stage", stage), .required("guardrails", .list(.text), "Those that looked."),
                .required("spans", .list(.reference("GuardrailSpan")), "The first thousand."),
                .required("found", .count, "How many there are."),
                .required(
                    "injection",
                    .object([
                        .required("score", .number, "0 to 1."),
                        .required(
                            "reasons",
                            .list(
                                .object(
                                    [.required("rule", .text), .required("weight", .number)] + place + [
                                        .optional("start", .count), .optional("end", .count),
                                    ]
                                )
                            )
                        ),
                    ])
                ),
                .required("verdict", .choice(["pass", "block", "route", "reask"])),
                .required("category", .nullable(.text), "The type of what is blocked."),
                .required("guardrail", .nullable(.text), "The one that decides."),
                .required("model", .nullable(.text), "The model that a call goes to instead."),
                .required("warnings", .list(.text), "Guardrails that warn."),
                .required(
                    "not_asked",
                    .list(.text),
                    "Guardrails that another service would look for: it is not asked."
                ),
                .required("failed", .list(.text), "Guardrails that could not look and would let pass."),
                .required("complaints", .map(.text), "What a model would be told, by guardrail."),
                .optional("masked", .text, "The text as it would go on."),
                .optional("messages", .list(.map(.any)), "The conversation as it would go on."),
            ])
        ),
        (
            "GuardrailSpan",
            .object(
                place + [
                    .required("start", .count, "In Unicode code points of the text."), .required("end", .count),
                    .required("type", .text), .required("score", .number), .required("rule", .text),
                    .optional("encoding", .text, "How it was hidden."),
                    .optional("guardrail", .text), .optional("action", .text),
                    .optional("monitored", .flag, "Whether the guardrail only notes it."),
                ]
            )
        ),
    ]
}
