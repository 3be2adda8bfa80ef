/// Follows JSON text that comes in pieces and knows when its one object or array is complete.
struct JSONCompletion: Hashable, Sendable {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Whether anything but white space has come.
    private(set) var hasBegun = false
    /// Whether the outermost object or array has closed.
    private(set) var isComplete = false

    /// Takes the next piece.
    mutating func take(_ text: String) {
        for byte in text.utf8 {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth <= 0 { isComplete = true }
            case 0x20, 0x09, 0x0A, 0x0D: continue
            default: break
            }
            hasBegun = true
        }
    }
}
