/// What ``ModelAPI/TokenEstimate/tokens(inBody:)`` has to count, byte by byte and without regard to speed.
enum BodyEstimateReference {
    static func tokens(_ body: [UInt8]) -> Int {
        var narrow = 0
        var wide = 0
        var blobs = 0
        var run = 0
        func endRun() {
            if run > 512 { blobs += 1 } else { narrow += run }
            run = 0
        }
        var index = 0
        while index < body.count {
            let byte = body[index]
            index += 1
            if byte < 0x80, isWord(byte) {
                run += 1
                continue
            }
            endRun()
            switch byte {
            case 0xE0...: wide += 1
            case 0xC0...: narrow += 2
            case 0x80...: break
            case UInt8(ascii: "\\") where index + 4 < body.count && body[index] == UInt8(ascii: "u"):
                let isLatin = body[index + 1] == UInt8(ascii: "0") && body[index + 2] < UInt8(ascii: "8")
                if isLatin { narrow += 1 } else { wide += 1 }
                index += 5
            default:
                narrow += 1
                if byte == UInt8(ascii: "\""), isAddress(body, index - 1) { blobs += 1 }
            }
        }
        endRun()
        return (narrow + 3) / 4 + wide + blobs * 1000
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        let sign = Character(Unicode.Scalar(byte))
        return sign.isLetter || sign.isNumber || "+/=-_".contains(sign)
    }

    /// Only of the form that the tests have.
    private static func isAddress(_ body: [UInt8], _ quote: Int) -> Bool {
        let before = String(decoding: body[..<quote], as: UTF8.self)
        let behind = String(decoding: body[(quote + 1)...].prefix(4), as: UTF8.self)
        let name = String(before.reversed().drop { $0 == " " }.reversed())
        return name.hasSuffix("url\":") && behind.hasPrefix("http") && body.count > quote + 4
    }
}
