/// What the name of a member means on the way through a body.
enum BodyMember: Sendable {
    /// Nothing of its own.
    case other
    /// A string under it is a word of the form; anything else is looked at.
    case form
    /// Nothing under it is a text.
    case formWhole
    /// The name of a tool, or of somebody.
    case name
    /// An address, or a picture in one.
    case url
    /// A file.
    case file
    /// The application's instructions.
    case instructions
    /// The application's settings; in those of tools, tools have names.
    case settings(ofTools: Bool)
    /// A tool's call.
    case call
    /// What a tool answered.
    case toolAnswer
    /// Data of a tool's answer, of its call, or of a block that is a call.
    case response, args, input
    /// What the model thought.
    case reasoning
    /// Several answers to one question.
    case choices

    /// The meaning of a name.
    init(_ name: String) { self = Self.table.member(name) }

    private static let table = Table([
        (.formWhole, "usage usageMetadata logprobs logprobsResult kanmon cache_control"),
        (
            .form,
            """
            model role type id tool_call_id tool_use_id call_id object finish_reason stop_reason finishReason \
            system_fingerprint service_tier signature thoughtSignature thought_signature encrypted_content \
            encrypted_index file_id created modelVersion responseId mimeType mime_type media_type fallbacks \
            prompt_cache_key encoding_format enum required reasoning_effort modalities x_kanmon
            """
        ),
        (.name, "name"), (.url, "url"), (.file, "data file_data"),
        (.instructions, "system systemInstruction system_instruction instructions"),
        (.settings(ofTools: true), "tools functions"),
        (
            .settings(ofTools: false),
            "tool_choice toolConfig response_format generationConfig generation_config output_config metadata labels"
        ),
        (.call, "function function_call functionCall tool_calls"),
        (.toolAnswer, "functionResponse function_response"),
        (.response, "response"), (.args, "args"), (.input, "input"),
        (.reasoning, "reasoning reasoning_content thinking"), (.choices, "choices candidates"),
    ])

    /// The names by their lengths and their ends: nearly every name that is none of them is told without a comparison.
    private struct Table: Sendable {
        private var slots = [[(name: String, member: BodyMember)]](repeating: [], count: 256)

        init(_ members: [(member: BodyMember, names: String)]) {
            for (member, names) in members {
                for name in names.split(separator: " ") {
                    slots[Self.slot(String(name).utf8)].append((String(name), member))
                }
            }
        }

        func member(_ name: String) -> BodyMember {
            for known in slots[Self.slot(name.utf8)] where known.name == name { return known.member }
            return .other
        }

        private static func slot(_ name: String.UTF8View) -> Int {
            guard let first = name.first, let last = name.last else { return 0 }
            return (name.count &* 37 &+ Int(first) &* 5 &+ Int(last)) & 255
        }
    }
}
