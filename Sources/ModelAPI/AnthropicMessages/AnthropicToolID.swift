/// Ids of calls, which this wire restricts to letters, digits, `_` and `-`.
enum AnthropicToolID {
    /// An id as it may stand on the wire: unchanged where it may, otherwise with every other byte spelled out.
    ///
    /// Calls and results go through this alike within one request, so they still fit; the client never sees it.
    static func wire(_ id: String) -> String {
        if !id.isEmpty, id.utf8.allSatisfy(isAllowed) { return id }
        var result = "id"
        for byte in id.utf8 {
            if isAllowed(byte), byte != UInt8(ascii: "_") {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "_" + String(byte, radix: 16)
            }
        }
        return result
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
