import JSONText

/// Writes `tools` and `tool_choice`.
struct OpenAIChatToolWriter {
    private let isVendor: Bool
    /// What got lost.
    private(set) var dropped = LostFields()

    /// Creates a writer.
    /// - Parameter isVendor: whether OpenAI itself is asked, which alone knows custom tools and allowed tools.
    init(isVendor: Bool) { self.isVendor = isVendor }

    /// Writes tools and the choice among them.
    mutating func write(_ tools: [Tool], choice: ToolChoice?) -> (tools: [JSONValue], choice: JSONValue?) {
        var written: [(name: String, isCustom: Bool, value: JSONValue)] = []
        for (index, tool) in tools.enumerated() {
            switch tool {
            case .function(let function):
                written.append((function.name, false, Self.write(function)))
                dropped.add(.tool(index, .cache), if: function.cache != nil)
            case .foreign(let part) where part.dialect == .openAIChat:
                let name = part.value[part.type]?["name"]?.string ?? ""
                written.append((name, part.type == "custom", part.value))
            case .foreign:
                dropped.add(.tool(index, .whole))
            }
        }
        func reference(_ name: String) -> JSONValue {
            let isCustom = written.contains { $0.name == name && $0.isCustom }
            let type = isCustom ? "custom" : "function"
            return .object(["type": .string(type), type: ["name": .string(name)]])
        }
        let choiceValue: JSONValue?
        switch choice {
        case nil: choiceValue = nil
        case .auto: choiceValue = "auto"
        case ToolChoice.none?: choiceValue = "none"
        case .required: choiceValue = "required"
        case .named(let name): choiceValue = reference(name)
        case .allowed(let names, let required) where isVendor:
            choiceValue = [
                "type": "allowed_tools",
                "allowed_tools": [
                    "mode": required ? "required" : "auto",
                    "tools": .array(names.map(reference)),
                ],
            ]
        case .allowed(let names, let required):
            // Imitators do not know the form: a tool that is not shown cannot be called either.
            written.removeAll { !names.contains($0.name) }
            choiceValue = required ? "required" : "auto"
        }
        return (written.map(\.value), choiceValue)
    }

    private static func write(_ function: FunctionTool) -> JSONValue {
        var object: JSONObject = ["name": .string(function.name)]
        object["description"] = function.description.map(JSONValue.string)
        object["parameters"] = function.parameters
        object["strict"] = function.strict.map { JSONValue.bool($0) }
        return ["type": "function", "function": .object(object)]
    }
}
