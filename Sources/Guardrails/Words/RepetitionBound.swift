/// How large counted repetitions make an expression: `(a{10}b{20}){30}` is 900 parts long.
enum RepetitionBound {
    /// The number of parts when counted repetitions are written out; it stops growing far beyond any limit.
    static func of(_ expression: String) -> Int {
        let bytes = Array(expression.utf8)
        var sizes = [0]
        var last = 0
        var index = 0
        func add(_ size: Int) {
            last = size
            sizes[sizes.count - 1] = capped(sizes[sizes.count - 1] &+ size)
        }
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"):
                add(1)
                index &+= 2
                continue
            case UInt8(ascii: "["):
                index &+= 1
                // A bracket that comes first is a member of its class.
                if index < bytes.count, bytes[index] == UInt8(ascii: "^") { index &+= 1 }
                if index < bytes.count, bytes[index] == UInt8(ascii: "]") { index &+= 1 }
                while index < bytes.count, bytes[index] != UInt8(ascii: "]") {
                    index &+= bytes[index] == UInt8(ascii: "\\") ? 2 : 1
                }
                add(1)
            case UInt8(ascii: "("):
                sizes.append(0)
            case UInt8(ascii: ")"):
                if sizes.count > 1, let size = sizes.popLast() { add(size) }
            case UInt8(ascii: "{"):
                if let (count, end) = count(bytes, from: index &+ 1) {
                    // The part counts once already.
                    let size = last
                    add(capped(size &* Swift.max(count &- 1, 0)))
                    last = capped(size &* Swift.max(count, 1))
                    index = end
                    continue
                }
                add(1)
            default:
                add(1)
            }
            index &+= 1
        }
        return sizes.reduce(0) { capped($0 &+ $1) }
    }

    private static func capped(_ size: Int) -> Int { Swift.min(size, 1 << 24) }

    /// The upper count of `{m}`, `{m,}` or `{m,n}`, and where it ends.
    private static func count(_ bytes: [UInt8], from start: Int) -> (Int, Int)? {
        var index = start
        var counts = [0]
        var hasDigits = false
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                hasDigits = true
                let digit = Int(bytes[index] &- UInt8(ascii: "0"))
                counts[counts.count &- 1] = Swift.min(counts[counts.count &- 1] &* 10 &+ digit, 1 << 16)
            case UInt8(ascii: ","):
                counts.append(0)
            case UInt8(ascii: "}"):
                return hasDigits && counts.count <= 2 ? (counts.max() ?? 0, index &+ 1) : nil
            default:
                return nil
            }
            index &+= 1
        }
        return nil
    }
}
