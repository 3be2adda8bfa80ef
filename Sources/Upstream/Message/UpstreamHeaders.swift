/// The header fields of an answer, in the order they came.
///
/// Names are lower case. The fields stay bytes until they are asked for: a gateway looks at a few of some thirty.
public struct UpstreamHeaders: Sendable {
    /// Where a field's name and value stand in `bytes`.
    struct Field: Hashable, Sendable {
        var nameStart: UInt32
        var nameEnd: UInt32
        var valueStart: UInt32
        var valueEnd: UInt32
    }

    private let bytes: [UInt8]
    private var fields: [Field]

    /// - Parameters:
    ///   - bytes: The head, names already in lower case.
    ///   - fields: Ranges within `bytes`.
    init(bytes: [UInt8], fields: [Field]) {
        self.bytes = bytes
        self.fields = fields
    }

    /// The number of fields.
    public var count: Int { fields.count }

    /// The value of the first field of that name, without surrounding space.
    /// - Parameter name: The name, in lower case.
    public func first(_ name: String) -> String? {
        fields.first { self.name(of: $0, is: name) }.map { text($0.valueStart, $0.valueEnd) }
    }

    /// The values of all fields of that name.
    /// - Parameter name: The name, in lower case.
    public func all(_ name: String) -> [String] {
        fields.filter { self.name(of: $0, is: name) }.map { text($0.valueStart, $0.valueEnd) }
    }

    /// Whether there is a field of that name.
    /// - Parameter name: The name, in lower case.
    public func contains(_ name: String) -> Bool {
        fields.contains { self.name(of: $0, is: name) }
    }

    mutating func remove(_ name: String) {
        fields = fields.filter { !self.name(of: $0, is: name) }
    }

    private func name(of field: Field, is name: String) -> Bool {
        Int(field.nameEnd &- field.nameStart) == name.utf8.count
            && bytes[Int(field.nameStart)..<Int(field.nameEnd)].elementsEqual(name.utf8)
    }

    private func text(_ start: UInt32, _ end: UInt32) -> String {
        String(decoding: bytes[Int(start)..<Int(end)], as: UTF8.self)
    }
}

extension UpstreamHeaders: Sequence {
    /// All fields in order, names in lower case.
    public func makeIterator() -> AnyIterator<(name: String, value: String)> {
        var rest = fields.makeIterator()
        return AnyIterator {
            rest.next().map { (text($0.nameStart, $0.nameEnd), text($0.valueStart, $0.valueEnd)) }
        }
    }
}

extension UpstreamHeaders {
    /// Goes through the fields as bytes, names in lower case, without making strings of them.
    public func forEachBytes(_ body: (_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Void) {
        for field in fields {
            body(
                bytes[Int(field.nameStart)..<Int(field.nameEnd)],
                bytes[Int(field.valueStart)..<Int(field.valueEnd)]
            )
        }
    }
}
