import JSONText

/// Writes vectors as the APIs do.
enum VectorWriter {
    /// A list of numbers, in the fewest digits that stand for the same single-precision number.
    static func numbers(_ vector: [Float]) -> JSONValue {
        .array(vector.map { JSONNumber("\($0)").map(JSONValue.number) ?? 0 })
    }

    /// Single-precision numbers, little-endian, in base64.
    static func base64(_ vector: [Float]) -> JSONValue {
        var bytes: [UInt8] = []
        for component in vector {
            let bits = component.bitPattern
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
            }
        }
        return .string(Base64.encode(bytes))
    }
}
