public import JSONText

/// Vectors for texts, in no dialect's words.
public struct EmbeddingResponse: Hashable, Sendable {
    /// The vectors, in the order of the inputs.
    public var vectors: [EmbeddingVector]
    /// What was used, where the provider says.
    public var usage: Usage?

    /// Creates an answer.
    public init(vectors: [EmbeddingVector], usage: Usage? = nil) {
        self.vectors = vectors
        self.usage = usage
    }
}

/// One vector, as it came: digits are not changed on the way from one list of numbers to the other.
public enum EmbeddingVector: Hashable, Sendable {
    /// A list of numbers.
    case numbers([JSONValue])
    /// Single-precision numbers, little-endian, in base64.
    case base64(String)

    /// A vector of a provider's answer.
    /// - Returns: `nil` where it is none: empty, or with something else than numbers.
    init?(_ value: JSONValue?) {
        if let text = value?.string {
            guard let bytes = Base64.decode(text), !bytes.isEmpty, bytes.count.isMultiple(of: 4) else { return nil }
            self = .base64(text)
        } else if let numbers = value?.array {
            guard !numbers.isEmpty, numbers.allSatisfy({ $0.number != nil }) else { return nil }
            self = .numbers(numbers)
        } else {
            return nil
        }
    }

    /// The components in single precision.
    /// - Returns: `nil` where one is beyond that, or the text is no base64 of such numbers.
    public var components: [Float]? {
        switch self {
        case .numbers(let numbers):
            var components: [Float] = []
            components.reserveCapacity(numbers.count)
            for number in numbers {
                guard let component = number.number.flatMap({ Float($0.text) }), component.isFinite else { return nil }
                components.append(component)
            }
            return components
        case .base64(let text):
            guard let bytes = Base64.decode(text), bytes.count.isMultiple(of: 4) else { return nil }
            var components: [Float] = []
            components.reserveCapacity(bytes.count / 4)
            for start in stride(from: 0, to: bytes.count, by: 4) {
                var bits: UInt32 = 0
                for offset in 0..<4 { bits |= UInt32(bytes[start + offset]) << UInt32(8 * offset) }
                let component = Float(bitPattern: bits)
                guard component.isFinite else { return nil }
                components.append(component)
            }
            return components
        }
    }

    /// The vector as it stands in an answer.
    /// - Throws: ``APIError`` of kind `upstreamError` where it cannot be written that way.
    func written(as encoding: EmbeddingRequest.Encoding) throws(APIError) -> JSONValue {
        switch (self, encoding) {
        case (.numbers(let numbers), .float): return .array(numbers)
        case (.base64(let text), .base64): return .string(text)
        case (.numbers, .base64):
            var bytes: [UInt8] = []
            for component in try finite() {
                for shift in stride(from: UInt32(0), to: 32, by: 8) {
                    bytes.append(UInt8(truncatingIfNeeded: component.bitPattern >> shift))
                }
            }
            return .string(Base64.encode(bytes))
        case (.base64, .float):
            // The shortest digits that stand for the same single-precision number.
            return .array(try finite().map { JSONNumber("\($0)").map(JSONValue.number) ?? 0 })
        }
    }

    private func finite() throws(APIError) -> [Float] {
        guard let components else { throw APIError(.upstreamError, "The provider's answer has a vector that is none.") }
        return components
    }
}
