/// What requests' ids look like.
enum RequestIDForm {
    /// How many digits beyond 9 it takes for an id to be no number of anything.
    private static let fewestLetters = 4

    /// Whether an id has one of the usual forms: 32 hexadecimal digits, as the gateway makes them, or a UUID (RFC 9562 §4). Neither
    /// is a secret, nor a number of a card or of a person.
    static func isUsual(_ id: String) -> Bool {
        let bytes = id.utf8.span
        let isUUID = bytes.count == 36
        guard isUUID || bytes.count == 32 else { return false }
        var letters = 0
        for index in bytes.indices {
            if isUUID, index == 8 || index == 13 || index == 18 || index == 23 {
                guard bytes[index] == UInt8(ascii: "-") else { return false }
                continue
            }
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): letters &+= 1
            default: return false
            }
        }
        return letters >= fewestLetters
    }
}
