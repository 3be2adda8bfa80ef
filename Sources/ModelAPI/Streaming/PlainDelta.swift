import JSONText

/// Where in an event's data the text stands, of an event that says nothing but more text of a block that is open.
///
/// Nearly all events of a stream are such, and differ in that text alone: who has read one knows the next by its bytes.
public struct PlainDelta: Hashable, Sendable {
    /// Whose text it is.
    public var choice: Int
    /// Where the text stands, in bytes of the data; `nil` where it is written with escapes.
    public var text: Range<Int>?
    /// Where bytes stand that mean nothing and are others in every event: padding against eavesdroppers.
    public var padding: Range<Int>?

    /// What is known of an event.
    public init(choice: Int, text: Range<Int>?, padding: Range<Int>? = nil) {
        self.choice = choice
        self.text = text
        self.padding = padding
    }

    /// Where a member's string stands in a text in which only one member has that name, and is written without escapes.
    /// - Parameters:
    ///   - value: what the string says.
    ///   - name: the member's name with its quotes and the colon.
    ///   - data: the text.
    static func place(of value: String, behind name: StaticString, in data: [UInt8]) -> Range<Int>? {
        let length = name.utf8CodeUnitCount
        var found: Int?
        var index = 0
        while index + length <= data.count {
            if data[index] == name.utf8Start[0], (0..<length).allSatisfy({ data[index + $0] == name.utf8Start[$0] }) {
                guard found == nil else { return nil }
                found = index + length
            }
            index += 1
        }
        guard var start = found else { return nil }
        if start < data.count, data[start] == 0x20 { start += 1 }
        let end = start + 1 + value.utf8.count
        guard end < data.count, data[start] == UInt8(ascii: "\""), data[end] == UInt8(ascii: "\""),
            data[(start + 1)..<end].elementsEqual(value.utf8)
        else { return nil }
        return start + 1..<end
    }
}

extension JSONObject {
    /// Whether every member but one is a single word, a number or nothing.
    func isFlat(beside name: String) -> Bool {
        members.allSatisfy { member in
            switch member.value {
            case .null, .bool, .number, .string: member.name != name
            case .array, .object: member.name == name
            }
        }
    }
}
