import Guardrails
import JSONText
import ModelAPI

/// The texts of a request's or an answer's body, for guardrails: read in order, and put back in another form.
///
/// Every string counts but those that are part of the form (names of models, ids, kinds, pictures): a field that is new, or a
/// vendor's own, is looked at like any other. It is the same walk for all dialects; who wrote a text is told by the role of
/// the object around it and by the names on the way.
struct BodyTexts {
    /// Which body it is.
    enum Side: Sendable {
        case request
        case answer
        /// The arguments of a tool's call, alone.
        case arguments
    }

    /// In the order of the body.
    private(set) var texts: [GuardText] = []
    private let side: Side
    /// What is put in the places of texts, by their order; `nil` while they are read.
    private var edits: [Int: [UInt8]]?
    private var position = 0

    /// What is known on the way to a value.
    private struct Place {
        var origin: TextOrigin
        var part: GuardText.Part = .text
        /// The label in front of a value.
        var field: String?
        /// Whether the names of things stand here that tools are called by.
        var isTool = false
        /// Which of several answers this is.
        var choice = 0
        /// Whether the elements of a list are those.
        var isChoices = false
    }

    private init(_ side: Side, edits: [Int: [UInt8]]?) {
        self.side = side
        self.edits = edits
    }

    /// Reads the texts of a body.
    init(_ tree: JSONValue, of side: Side) {
        self.init(side, edits: nil)
        var tree = tree
        walk(&tree, Self.beginning(side))
    }

    /// Puts texts in the place of others.
    /// - Parameter edits: the new texts, by their place in ``texts``.
    static func replace(_ edits: [Int: [UInt8]], in tree: inout JSONValue, of side: Side) {
        var walk = BodyTexts(side, edits: edits)
        walk.walk(&tree, beginning(side))
    }

    private static func beginning(_ side: Side) -> Place {
        Place(origin: side == .request ? .user : .assistant, part: side == .arguments ? .arguments : .text)
    }

    // MARK: - Walking

    private mutating func walk(_ value: inout JSONValue, _ place: Place) {
        switch value {
        case .string(let text):
            if let replaced = take(text, place) { value = .string(replaced) }
        case .number(let number):
            // Numbers identify somebody only where data stands, not among the settings of a model.
            guard place.part == .arguments, number.text.utf8.count >= Self.shortestNumber else { return }
            if let replaced = leaf(Array(number.text.utf8), place) { value = .string(replaced) }
        case .array(var elements):
            // Moved out and back, so that nothing is copied.
            value = .null
            for index in elements.indices {
                var inner = place
                if place.isChoices {
                    inner.isChoices = false
                    inner.choice = index
                }
                walk(&elements[index], inner)
            }
            value = .array(elements)
        case .object(var object):
            value = .null
            walk(&object, place)
            value = .object(object)
        case .null, .bool: break
        }
    }

    /// Shorter numbers identify nobody.
    private static let shortestNumber = 5

    private mutating func walk(_ object: inout JSONObject, _ outer: Place) {
        var place = outer
        let type = object["type"]?.string
        // In the values of data the words of the form mean nothing.
        if place.part != .arguments {
            if side == .request, let role = object["role"]?.string { place.origin = Self.origin(ofRole: role) }
            switch type {
            case "tool_result", "function_call_output", "web_search_tool_result", "code_execution_tool_result":
                place.origin = .tool
            case "document", "search_result": place.origin = .document
            case "thinking": place.part = .reasoning
            case "function", "tool_use", "server_tool_use", "custom": place.isTool = true
            default: break
            }
            if object["thought"]?.bool == true { place.part = .reasoning }
        }
        let attachment = AttachedText.Source(object, type: type)
        object.changeValues { name, value in
            guard place.part != .arguments else {
                var inner = place
                inner.field = name
                return walk(&value, inner)
            }
            if name == "data" || name == "file_data", let text = value.string {
                if let attached = AttachedText(text, attachment) { walk(attached, &value, place) }
                return
            }
            guard !Self.isForm(name, value, place, type) else { return }
            walk(&value, Self.place(of: name, type: type, in: place))
        }
    }

    /// Where a member of an object leads.
    private static func place(of name: String, type: String?, in outer: Place) -> Place {
        var place = outer
        switch name {
        case "system", "systemInstruction", "system_instruction", "instructions": place.origin = .system
        case "tools", "functions", "tool_choice", "toolConfig", "response_format", "generationConfig",
            "generation_config", "output_config", "metadata", "labels":
            place.origin = .system
            place.part = .other
            place.isTool = name == "tools" || name == "functions"
        case "function", "function_call", "functionCall", "tool_calls": place.isTool = true
        case "functionResponse", "function_response":
            place.origin = .tool
            place.isTool = true
        case "response" where outer.isTool: place.part = .arguments
        case "args" where outer.isTool: place.part = .arguments
        case "input" where type == "tool_use" || type == "server_tool_use": place.part = .arguments
        case "reasoning", "reasoning_content", "thinking": place.part = .reasoning
        case "choices", "candidates": place.isChoices = true
        default: break
        }
        return place
    }

    private static func origin(ofRole role: String) -> TextOrigin {
        switch role {
        case "system", "developer": .system
        case "assistant", "model": .assistant
        case "tool", "function": .tool
        default: .user
        }
    }

    /// Whether a member is part of the form: what it says is no text, and changing it would break the call.
    private static func isForm(_ name: String, _ value: JSONValue, _ place: Place, _ type: String?) -> Bool {
        switch name {
        case "model", "role", "type", "id", "tool_call_id", "tool_use_id", "call_id", "object", "finish_reason",
            "stop_reason", "finishReason", "system_fingerprint", "service_tier", "signature", "thoughtSignature",
            "thought_signature", "encrypted_content", "encrypted_index", "file_id", "logprobs", "logprobsResult",
            "usage", "usageMetadata", "created", "modelVersion", "responseId", "mimeType", "mime_type", "media_type",
            "cache_control", "kanmon", "fallbacks", "prompt_cache_key", "encoding_format", "enum", "required",
            "reasoning_effort", "modalities", "x_kanmon":
            // A string under these names is a word of the form; anything else is looked at.
            return value.object == nil || name == "usage" || name == "usageMetadata" || name == "logprobs"
                || name == "logprobsResult" || name == "kanmon" || name == "cache_control"
        case "name": return place.isTool || type == "tool_use"
        case "url":
            // A picture in the address itself.
            guard let text = value.string else { return false }
            return text.utf8.starts(with: "data:".utf8)
        default: return false
        }
    }

    // MARK: - Texts

    /// A string: the contents of a value, or JSON itself.
    private mutating func take(_ text: String, _ place: Place) -> String? {
        guard !text.isEmpty else { return nil }
        let bytes = Array(text.utf8)
        if place.isTool || place.origin == .tool, Self.looksLikeJSON(bytes), var tree = try? JSONValue(parsing: bytes) {
            var inner = place
            inner.part = .arguments
            let before: JSONValue? = edits == nil ? .none : .some(tree)
            walk(&tree, inner)
            guard let before, before != tree else { return nil }
            return String(decoding: tree.bytes, as: UTF8.self)
        }
        return leaf(bytes, place)
    }

    private static func looksLikeJSON(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first(where: { $0 > 0x20 }) else { return false }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// An attached file.
    private mutating func walk(_ attached: AttachedText, _ value: inout JSONValue, _ place: Place) {
        var inner = place
        inner.origin = .document
        if let replaced = leaf(attached.text, inner) { value = .string(attached.written(replaced)) }
    }

    private mutating func leaf(_ bytes: [UInt8], _ place: Place) -> String? {
        defer { position += 1 }
        guard let edits else {
            texts.append(
                GuardText(
                    bytes,
                    ScanContext(origin: place.origin, fieldName: place.field),
                    part: place.part,
                    choice: place.choice
                )
            )
            return nil
        }
        return edits[position].map { String(decoding: $0, as: UTF8.self) }
    }
}

extension BodyTexts {
    /// Whether a request for vectors has lists of token numbers for inputs.
    static func hasTokens(_ tree: JSONValue) -> Bool {
        guard let input = tree["input"]?.array else { return false }
        return input.contains { $0.number != nil || $0.array != nil }
    }
}
