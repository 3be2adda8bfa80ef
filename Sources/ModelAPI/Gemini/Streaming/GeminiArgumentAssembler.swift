import JSONText

/// Puts the arguments of a call together from fragments that each name their place by a JSONPath (RFC 9535, names and indices
/// only): `$.city`, `$.stops[0]['first name']`.
///
/// Values keep the order in which they first appear. All work is linear in the fragments' size.
struct GeminiArgumentAssembler {
    /// A value that is being built; containers refer to others by their index.
    private enum Node {
        case object(names: [String], nodes: [Int], positions: [String: Int])
        case array([Int])
        case string([UInt8])
        case value(JSONValue)
        /// Made, but not yet known what it is.
        case unknown
    }

    private enum Step: Equatable {
        case name(String)
        case index(Int)
    }

    /// Deeper paths are refused, as the JSON reader does.
    private static let mostSteps = 128

    private var nodes: [Node] = [.object(names: [], nodes: [], positions: [:])]
    /// The string that the last fragment left open.
    private var openPath: String?
    private var openNode: Int?

    /// Takes a whole object of arguments.
    mutating func take(_ arguments: JSONObject) -> Bool {
        for member in arguments.members {
            guard let node = child(.name(member.name), of: 0) else { return false }
            nodes[node] = .value(member.value)
        }
        return true
    }

    /// Takes one fragment.
    /// - Returns: whether it made sense.
    mutating func take(_ fragment: JSONValue) -> Bool {
        guard let path = fragment["jsonPath"]?.string else { return false }
        let continues = fragment["willContinue"]?.bool == true
        if let openNode, path == openPath, case .string(let text)? = fragment["stringValue"] {
            append(text, to: openNode)
            if !continues { close() }
            return true
        }
        close()
        guard let steps = Self.steps(of: path), !steps.isEmpty else { return false }
        var node = 0
        for step in steps {
            guard let next = child(step, of: node) else { return false }
            node = next
        }
        guard let value = Self.node(of: fragment) else { return false }
        nodes[node] = value
        if continues, case .string = value {
            openPath = path
            openNode = node
        }
        return true
    }

    /// The arguments so far as JSON text.
    var text: String {
        var writer = JSONWriter()
        write(0, into: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    // MARK: - Building

    private mutating func close() {
        openPath = nil
        openNode = nil
    }

    private mutating func append(_ text: String, to node: Int) {
        guard case .string(var bytes) = nodes[node] else { return }
        // Out of the list first, so that the bytes grow in place.
        nodes[node] = .unknown
        bytes.append(contentsOf: text.utf8)
        nodes[node] = .string(bytes)
    }

    private static func node(of fragment: JSONValue) -> Node? {
        if case .string(let text)? = fragment["stringValue"] { return .string(Array(text.utf8)) }
        if case .number(let number)? = fragment["numberValue"] { return .value(.number(number)) }
        if case .bool(let bool)? = fragment["boolValue"] { return .value(.bool(bool)) }
        // A fragment without any value is a null, whose own spelling is an enumeration's default.
        return .value(.null)
    }

    /// The node at a step below another, made if need be.
    private mutating func child(_ step: Step, of parent: Int) -> Int? {
        switch (step, nodes[parent]) {
        case (.name, .unknown):
            nodes[parent] = .object(names: [], nodes: [], positions: [:])
            return child(step, of: parent)
        case (.index, .unknown):
            nodes[parent] = .array([])
            return child(step, of: parent)
        case (.name(let name), .object(var names, var children, var positions)):
            if let position = positions[name] { return children[position] }
            nodes[parent] = .unknown
            positions[name] = names.count
            names.append(name)
            children.append(nodes.count)
            nodes[parent] = .object(names: names, nodes: children, positions: positions)
        case (.index(let index), .array(var children)):
            if children.indices.contains(index) { return children[index] }
            // Elements come one after the other; a gap would be a hole in memory of the peer's choosing.
            guard index == children.count else { return nil }
            nodes[parent] = .unknown
            children.append(nodes.count)
            nodes[parent] = .array(children)
        default:
            return nil
        }
        nodes.append(.unknown)
        return nodes.count - 1
    }

    private func write(_ node: Int, into writer: inout JSONWriter) {
        switch nodes[node] {
        case .object(let names, let children, _):
            writer.write(raw: "{")
            for (position, name) in names.enumerated() {
                if position > 0 { writer.write(raw: ",") }
                writer.write(string: name)
                writer.write(raw: ":")
                write(children[position], into: &writer)
            }
            writer.write(raw: "}")
        case .array(let children):
            writer.write(raw: "[")
            for (position, child) in children.enumerated() {
                if position > 0 { writer.write(raw: ",") }
                write(child, into: &writer)
            }
            writer.write(raw: "]")
        case .string(let bytes): writer.write(string: String(decoding: bytes, as: UTF8.self))
        case .value(let value): writer.write(value)
        case .unknown: writer.write(raw: "null")
        }
    }

    // MARK: - Paths

    /// The steps of a path; `nil` where it is none, or one that can match several places.
    private static func steps(of path: String) -> [Step]? {
        let bytes = Array(path.utf8)
        guard bytes.first == UInt8(ascii: "$") else { return nil }
        var steps: [Step] = []
        var index = 1
        while index < bytes.count {
            guard steps.count < mostSteps else { return nil }
            let step: Step?
            if bytes[index] == UInt8(ascii: ".") {
                step = dotted(bytes, at: &index)
            } else if bytes[index] == UInt8(ascii: "[") {
                step = bracketed(bytes, at: &index)
            } else {
                return nil
            }
            guard let step else { return nil }
            steps.append(step)
        }
        return steps
    }

    private static func dotted(_ bytes: [UInt8], at index: inout Int) -> Step? {
        let start = index + 1
        let end = bytes[start...].firstIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "[") } ?? bytes.count
        guard end > start else { return nil }
        index = end
        return .name(String(decoding: bytes[start..<end], as: UTF8.self))
    }

    private static func bracketed(_ bytes: [UInt8], at index: inout Int) -> Step? {
        let start = index + 1
        guard start < bytes.count else { return nil }
        let quote = bytes[start]
        if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
            var name: [UInt8] = []
            var position = start + 1
            while position < bytes.count, bytes[position] != quote {
                if bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count { position += 1 }
                name.append(bytes[position])
                position += 1
            }
            guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "]") else { return nil }
            index = position + 2
            return .name(String(decoding: name, as: UTF8.self))
        }
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "]")),
            let number = Int(String(decoding: bytes[start..<end], as: UTF8.self)), number >= 0
        else { return nil }
        index = end + 1
        return .index(number)
    }
}
