/// The strings and numbers of a JSON text, with the names of the members whose values they are.
///
/// It reads texts that have been checked already, or that nobody has checked: what is not JSON ends the walk early or gives
/// odd pieces, never an error.
struct JSONValues {
    /// A string or a number.
    struct Value {
        /// Where it stands, quotes included.
        var token: Range<Int>
        /// What is in the quotes, still escaped; the number itself.
        var contents: Range<Int>
        /// Whether it is a string.
        var isString: Bool
        /// The name of the nearest member around it.
        var field: Range<Int>?
    }

    private struct Container {
        var isObject: Bool
        var field: Range<Int>?
    }

    private var index = 0
    private var open: [Container] = []
    private var field: Range<Int>?

    /// Deeper values have no names: 512 levels.
    private static let deepest = 512
    /// Shorter numbers identify nobody.
    private static let shortestNumber = 5

    private init() {}

    /// Goes through the values of a text.
    static func forEach(in text: Span<UInt8>, _ body: (Value) throws -> Void) rethrows {
        var walk = JSONValues()
        while let value = walk.next(in: text) { try body(value) }
    }

    private mutating func next(in text: Span<UInt8>) -> Value? {
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if open.count < Self.deepest {
                    open.append(Container(isObject: text[index] == UInt8(ascii: "{"), field: field))
                }
                index &+= 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                field = open.popLast()?.field
                index &+= 1
            case UInt8(ascii: ","):
                // In an object a name follows; in a list the name around it goes on.
                field = open.last.map { $0.isObject ? nil : $0.field } ?? nil
                index &+= 1
            case UInt8(ascii: "\""):
                if let value = string(in: text) { return value }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                if let value = number(in: text) { return value }
            default:
                index &+= 1
            }
        }
        return nil
    }

    /// Reads a string: a name is kept for the value that follows.
    private mutating func string(in text: Span<UInt8>) -> Value? {
        let start = index
        index &+= 1
        while index < text.count, text[index] != UInt8(ascii: "\"") {
            index &+= text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        let end = min(index, text.count)
        index = min(end &+ 1, text.count)
        var after = index
        while after < text.count, text[after] <= 0x20 { after &+= 1 }
        if after < text.count, text[after] == UInt8(ascii: ":"), open.last?.isObject == true {
            field = start &+ 1..<end
            index = after &+ 1
            return nil
        }
        return Value(token: start..<index, contents: start &+ 1..<end, isString: true, field: field)
    }

    private mutating func number(in text: Span<UInt8>) -> Value? {
        let start = index
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                index &+= 1
            default:
                let isLong = index &- start >= Self.shortestNumber
                return isLong
                    ? Value(token: start..<index, contents: start..<index, isString: false, field: field) : nil
            }
        }
        let isLong = index &- start >= Self.shortestNumber
        return isLong ? Value(token: start..<index, contents: start..<index, isString: false, field: field) : nil
    }
}
