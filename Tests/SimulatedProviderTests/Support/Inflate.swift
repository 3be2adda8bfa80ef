/// RFC 1951 for stored and fixed blocks: all that the provider writes, read independently of how it does.
struct Inflate {
    private let bytes: [UInt8]
    private var bit: Int

    private init(gzip: [UInt8]) {
        bytes = gzip
        bit = 80
    }

    /// The contents, and the position behind the last block.
    /// - Parameter gzip: a gzip member with a plain ten-byte header.
    static func read(gzip: [UInt8]) -> (output: [UInt8], end: Int)? {
        var inflate = Inflate(gzip: gzip)
        return inflate.run()
    }

    private mutating func run() -> (output: [UInt8], end: Int)? {
        var output: [UInt8] = []
        while true {
            guard let isLast = take(1), let type = take(2) else { return nil }
            switch type {
            case 0:
                bit = (bit + 7) / 8 * 8
                guard let length = take(16), let inverse = take(16), length == ~inverse & 0xFFFF else { return nil }
                let start = bit / 8
                guard start + length <= bytes.count else { return nil }
                output += bytes[start..<(start + length)]
                bit += length * 8
            case 1:
                guard fixedBlock(&output) else { return nil }
            default: return nil
            }
            if isLast == 1 { return (output, (bit + 7) / 8) }
        }
    }

    private mutating func fixedBlock(_ output: inout [UInt8]) -> Bool {
        while true {
            guard var code = takeReversed(7) else { return false }
            if code == 0 { return true }
            if code < 24 {
                // 7 bits: lengths 3 to 114; the provider writes none of them.
                return false
            }
            guard let eighth = takeReversed(1) else { return false }
            code = code << 1 | eighth
            if (0x30...0xBF).contains(code) {
                output.append(UInt8(code - 0x30))
            } else if code == 0xC5, takeReversed(5) == 0, let previous = output.last {
                output += [UInt8](repeating: previous, count: 258)
            } else {
                return false
            }
        }
    }

    private mutating func take(_ count: Int) -> Int? {
        guard bit + count <= bytes.count * 8 else { return nil }
        var value = 0
        for offset in 0..<count {
            value |= Int(bytes[(bit + offset) / 8] >> UInt8((bit + offset) % 8) & 1) << offset
        }
        bit += count
        return value
    }

    private mutating func takeReversed(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let next = take(1) else { return nil }
            value = value << 1 | next
        }
        return value
    }
}
