import JSONText

/// What `strict: true` demands of a schema: every object closed, every property required.
enum OpenAIStrictSchema {
    static func check(_ schema: RequestNode, subject: String) throws(Refusal) {
        try check(schema.value, context: [], subject: subject, node: schema, depth: 0)
    }

    private static func check(
        _ schema: JSONValue,
        context: [String],
        subject: String,
        node: RequestNode,
        depth: Int
    ) throws(Refusal) {
        guard depth < 32 else { return }
        let place = "In context=(\(context.map { "'\($0)'" }.joined(separator: ", ")))"
        let properties = schema["properties"]?.object
        if schema["type"]?.string == "object" || properties != nil {
            guard schema["additionalProperties"]?.bool == false else {
                throw node.refusal(
                    "Invalid schema for \(subject): \(place), 'additionalProperties' is required to be supplied and "
                        + "to be false.",
                    code: "invalid_json_schema"
                )
            }
            let required = (schema["required"]?.array ?? []).compactMap(\.string)
            for property in properties ?? [:] where !required.contains(property.name) {
                throw node.refusal(
                    "Invalid schema for \(subject): \(place), 'required' is required to be supplied and to be an "
                        + "array including every key in properties. Missing '\(property.name)'.",
                    code: "invalid_json_schema"
                )
            }
        }
        for property in properties ?? [:] {
            let inner = context + ["properties", property.name]
            try check(property.value, context: inner, subject: subject, node: node, depth: depth + 1)
        }
        if let items = schema["items"] {
            try check(items, context: context + ["items"], subject: subject, node: node, depth: depth + 1)
        }
        for option in schema["anyOf"]?.array ?? [] {
            try check(option, context: context + ["anyOf"], subject: subject, node: node, depth: depth + 1)
        }
    }
}
