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
        _ = walk(tree, Self.beginning(side))
    }

    /// Puts texts in the place of others.
    /// - Parameter edits: the new texts, by their place in ``texts``.
    static func replace(_ edits: [Int: [UInt8]], in tree: inout JSONValue, of side: Side) {
        var walk = BodyTexts(side, edits: edits)
        if let changed = walk.walk(tree, beginning(side)) { tree = changed }
    }

    private static func beginning(_ side: Side) -> Place {
        Place(origin: side == .request ? .user : .assistant, part: side == .arguments ? .arguments : .text)
    }

    // MARK: - Walking

    /// Walks over a value.
    /// - Returns: the value with texts in the places of others; `nil` where it stays as it is.
    private mutating func walk(_ value: JSONValue, _ place: Place) -> JSONValue? {
        switch value {
        case .string(let text): return take(text, place).map(JSONValue.string)
        case .number(let number):
            // Numbers identify somebody only where data stands, not among the settings of a model.
            guard place.part == .arguments, number.text.utf8.count >= Self.shortestNumber else { return nil }
            return leaf(Array(number.text.utf8), place).map(JSONValue.string)
        case .array(let elements):
            var changed: [JSONValue]?
            for index in elements.indices {
                var inner = place
                if place.isChoices {
                    inner.isChoices = false
                    inner.choice = index
                }
                guard let element = walk(elements[index], inner) else { continue }
                if changed == nil { changed = elements }
                changed?[index] = element
            }
            return changed.map(JSONValue.array)
        case .object(let object): return walk(object, place).map(JSONValue.object)
        case .null, .bool: return nil
        }
    }

    /// Shorter numbers identify nobody.
    private static let shortestNumber = 5

    private mutating func walk(_ object: JSONObject, _ outer: Place) -> JSONObject? {
        var place = outer
        let isForm = place.part != .arguments
        let type = isForm ? object["type"]?.string : nil
        // In the values of data the words of the form mean nothing.
        if isForm {
            if side == .request, let role = object["role"]?.string { place.origin = Self.origin(ofRole: role) }
            if let type { Self.enter(type, &place) }
            if object["thought"]?.bool == true { place.part = .reasoning }
        }
        var changed: [Int: JSONValue] = [:]
        for (index, member) in object.members.enumerated() {
            if !isForm {
                var inner = place
                inner.field = member.name
                changed[index] = walk(member.value, inner)
            } else {
                changed[index] = walk(member, of: object, type, place)
            }
        }
        guard !changed.isEmpty else { return nil }
        var copy = object
        var index = 0
        copy.changeValues { _, value in
            if let new = changed[index] { value = new }
            index += 1
        }
        return copy
    }

    /// What an object's type says of what stands in it.
    private static func enter(_ type: String, _ place: inout Place) {
        switch type {
        case "text": break
        case "tool_result", "function_call_output", "web_search_tool_result", "code_execution_tool_result":
            place.origin = .tool
        case "document", "search_result": place.origin = .document
        case "thinking": place.part = .reasoning
        case "function", "tool_use", "server_tool_use", "custom": place.isTool = true
        default: break
        }
    }

    /// Walks over a member of an object that is a part of the form.
    private mutating func walk(
        _ member: JSONObject.Member,
        of object: JSONObject,
        _ type: String?,
        _ outer: Place
    ) -> JSONValue? {
        let value = member.value
        var place = outer
        switch BodyMember(member.name) {
        case .other: break
        case .form: if value.object == nil { return nil }
        case .formWhole: return nil
        case .name: if place.isTool || type == "tool_use" { return nil }
        // A picture in the address itself.
        case .url: if let text = value.string, text.utf8.starts(with: "data:".utf8) { return nil }
        case .file:
            if let text = value.string {
                let attached = AttachedText(text, AttachedText.Source(object, type: type))
                return attached.flatMap { walk($0, place) }
            }
        case .instructions: place.origin = .system
        case .settings(let ofTools):
            place.origin = .system
            place.part = .other
            place.isTool = ofTools
        case .call: place.isTool = true
        case .toolAnswer:
            place.origin = .tool
            place.isTool = true
        case .response, .args: if outer.isTool { place.part = .arguments }
        case .input: if type == "tool_use" || type == "server_tool_use" { place.part = .arguments }
        case .reasoning: place.part = .reasoning
        case .choices: place.isChoices = true
        }
        return walk(value, place)
    }

    private static func origin(ofRole role: String) -> TextOrigin {
        switch role {
        case "system", "developer": .system
        case "assistant", "model": .assistant
        case "tool", "function": .tool
        default: .user
        }
    }

    // MARK: - Texts

    /// A string: the contents of a value, or JSON itself.
    private mutating func take(_ text: String, _ place: Place) -> String? {
        guard !text.isEmpty else { return nil }
        let bytes = Array(text.utf8)
        if place.isTool || place.origin == .tool, Self.looksLikeJSON(bytes), let tree = try? JSONValue(parsing: bytes) {
            var inner = place
            inner.part = .arguments
            return walk(tree, inner).map { String(decoding: $0.bytes, as: UTF8.self) }
        }
        return leaf(bytes, place)
    }

    private static func looksLikeJSON(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first(where: { $0 > 0x20 }) else { return false }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// An attached file.
    private mutating func walk(_ attached: AttachedText, _ place: Place) -> JSONValue? {
        var inner = place
        inner.origin = .document
        return leaf(attached.text, inner).map { .string(attached.written($0)) }
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
        return edits[position].flatMap { $0 == bytes ? nil : String(decoding: $0, as: UTF8.self) }
    }
}

extension BodyTexts {
    /// Whether a request for vectors has lists of token numbers for inputs.
    static func hasTokens(_ tree: JSONValue) -> Bool {
        guard let input = tree["input"]?.array else { return false }
        return input.contains { $0.number != nil || $0.array != nil }
    }
}
