/// The list of fields that a provider cannot express, as it stands in `x-kanmon-dropped` and in error messages.
///
/// Field names come from callers: there may be a hundred thousand of them, of any length, with any character. The list
/// is printable ASCII of bounded length, and a name never looks like two.
enum DroppedFields {
    /// Behind so many bytes the rest is only counted.
    private static let maximumLength = 2048
    /// Of a single name no more than this is shown.
    private static let maximumNameLength = 128

    /// The names, separated by a comma and a space; bytes that are not visible ASCII, commas and percent signs are
    /// percent-encoded.
    static func text(_ names: [String]) -> String {
        var out: [UInt8] = []
        for (index, name) in names.enumerated() {
            if out.count >= maximumLength {
                out += ", and \(names.count - index) more".utf8
                break
            }
            if index > 0 { out += ", ".utf8 }
            var shown = 0
            for byte in name.utf8 {
                if shown == maximumNameLength {
                    out += "...".utf8
                    break
                }
                append(byte, to: &out)
                shown += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func append(_ byte: UInt8, to out: inout [UInt8]) {
        if byte > 0x20, byte < 0x7F, byte != UInt8(ascii: ","), byte != UInt8(ascii: "%") {
            out.append(byte)
            return
        }
        out.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] {
            out.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
        }
    }
}
