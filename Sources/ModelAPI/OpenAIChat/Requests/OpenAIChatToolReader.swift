import JSONText

/// Reads `tools`, `tool_choice` and their deprecated forms `functions` and `function_call`.
struct OpenAIChatToolReader {
    /// What had no place.
    private(set) var unmapped: [ChatRequest.UnmappedField] = []

    /// Reads `tools`; what is not a function stays as it is, for providers of this dialect.
    mutating func readTools(_ field: FieldReader) throws(APIError) -> [Tool] {
        var tools: [Tool] = []
        for element in try field.elements() {
            _ = try element.object()
            let type = try element["type"]?.string() ?? "function"
            guard type == "function" else {
                tools.append(.foreign(ForeignPart(dialect: .openAIChat, type: type, value: element.value)))
                continue
            }
            unmapped += element.others(than: ["type", "function", "cache_control"])
            var function = try readFunction(element.required("function"))
            function.cache = try OpenAIChatPartReader.readCache(of: element, unmapped: &unmapped) ?? function.cache
            tools.append(.function(function))
        }
        return tools
    }

    /// Reads the deprecated `functions`.
    mutating func readFunctions(_ field: FieldReader) throws(APIError) -> [Tool] {
        var tools: [Tool] = []
        for element in try field.elements() { tools.append(.function(try readFunction(element))) }
        return tools
    }

    /// Reads `tool_choice`.
    mutating func readChoice(_ field: FieldReader) throws(APIError) -> ToolChoice {
        if let word = field.value.string {
            switch word {
            case "auto": return .auto
            case "none": return .none
            // "any" is Mistral's and Anthropic's word.
            case "required", "any": return .required
            default: throw field.wrong("one of auto, none, required, or an object")
            }
        }
        guard field.value.object != nil else { throw field.wrong("a string or an object") }
        let type = try field.required("type")
        switch try type.string() {
        case "function", "custom":
            unmapped += field.others(than: ["type", "function", "custom", "name"])
            return .named(try readName(field))
        case "allowed_tools":
            unmapped += field.others(than: ["type", "allowed_tools"])
            let allowed = try field.required("allowed_tools")
            unmapped += allowed.others(than: ["mode", "tools"])
            let mode = try allowed.required("mode")
            var names: [String] = []
            for tool in try allowed.required("tools").elements() { names.append(try readName(tool)) }
            switch try mode.string() {
            case "auto": return .allowed(names, required: false)
            case "required": return .allowed(names, required: true)
            default: throw mode.wrong("one of auto, required")
            }
        default:
            throw type.wrong("one of function, custom, allowed_tools")
        }
    }

    /// Reads the deprecated `function_call`.
    func readFunctionCall(_ field: FieldReader) throws(APIError) -> ToolChoice {
        switch field.value.string {
        case "auto": return .auto
        case "none": return .none
        case .some: throw field.wrong("one of auto, none, or an object")
        case nil:
            guard field.value.object != nil else { throw field.wrong("a string or an object") }
            return .named(try field.required("name").string())
        }
    }

    /// The name in `{type, function: {name}}`, `{type, custom: {name}}` or, as some clients have it, flat.
    private func readName(_ field: FieldReader) throws(APIError) -> String {
        if let inner = field["function"] ?? field["custom"] { return try inner.required("name").string() }
        return try field.required("name").string()
    }

    private mutating func readFunction(_ field: FieldReader) throws(APIError) -> FunctionTool {
        _ = try field.object()
        unmapped += field.others(than: ["name", "description", "parameters", "strict", "cache_control"])
        let name = try field.required("name")
        var function = FunctionTool(
            name: try name.string(),
            description: try field["description"]?.string(),
            strict: try field["strict"]?.bool()
        )
        if function.name.isEmpty {
            throw APIError(.invalidRequest, "'\(name.path)' is empty.", parameter: name.path)
        }
        if let parameters = field["parameters"] { function.parameters = .object(try parameters.object()) }
        function.cache = try OpenAIChatPartReader.readCache(of: field, unmapped: &unmapped)
        return function
    }
}
