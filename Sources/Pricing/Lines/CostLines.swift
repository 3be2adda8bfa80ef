public import JSONText
import ModelAPI

/// `kanmon prices cost`: one JSON object in, one out; see Docs/prices.md.
public struct CostLines: Sendable {
    /// An answer to a line.
    public struct Answer: Hashable, Sendable {
        /// The JSON object.
        public let json: JSONObject
        /// Whether the line asked for nothing that can be answered.
        public let isError: Bool
    }

    /// The longest line that is read, in bytes.
    public static let maximumLine = 1 << 20

    private let book: PriceBook
    private let now: PriceTime

    /// Creates a calculator.
    /// - Parameters:
    ///   - book: the prices.
    ///   - now: the time of lines that name none.
    public init(book: PriceBook, now: PriceTime) {
        self.book = book
        self.now = now
    }

    /// Answers a line; nil for one of nothing but white space.
    public func answer(_ line: some Sequence<UInt8>) -> Answer? {
        let bytes = Array(line)
        if bytes.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) { return nil }
        do {
            return try answer(bytes)
        } catch {
            let message = (error as? PricingError)?.message ?? (error as? APIError)?.message ?? "\(error)"
            return Answer(json: ["error": .string(message)], isError: true)
        }
    }

    private func answer(_ bytes: [UInt8]) throws -> Answer {
        guard bytes.count <= Self.maximumLine else {
            throw PricingError(.invalidLine, "the line is longer than \(Self.maximumLine) bytes")
        }
        let line = try JSONValue(parsing: bytes, limits: JSONLimits(depth: 64, values: 100_000))
        guard let object = line.object else { throw PricingError(.invalidLine, "expected an object, got \(line.kind)") }
        let provider = try string("provider", in: object)
        let model = try string("model", in: object)
        let name = try string("dialect", in: object)
        guard let format = UsageFormat(rawValue: name) else {
            let all = UsageFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw PricingError(.invalidLine, "unknown dialect '\(name.prefix(40))'; allowed: \(all)")
        }
        guard let raw = object["usage"] else { throw PricingError(.invalidLine, "'usage' is missing") }
        var usage = try format.read(raw)
        if let tier = try optional("service_tier", in: object) { usage.terms.tier = ServiceTier(named: tier) }
        let result = book.cost(
            provider: provider,
            model: model,
            usage: usage,
            at: try time(object["at"])
        )
        return Answer(json: json(result, usage), isError: false)
    }

    private func json(_ result: CostResult, _ usage: Usage) -> JSONObject {
        switch result {
        case .known(let cost, let version):
            var object: JSONObject = [
                "input_cost": .string(cost.input.decimal), "output_cost": .string(cost.output.decimal),
                "cost": .string(cost.total.decimal), "currency": "USD", "usage": .object(usage.json),
                "price_version": .string(version),
            ]
            if cost.calls != .zero { object.append("call_cost", .string(cost.calls.decimal)) }
            if !cost.unpriced.isEmpty {
                object.append("unpriced", .array(cost.unpriced.all.map { .string($0.name) }))
            }
            return object
        case .unknown(let reason):
            return [
                "input_cost": .null, "output_cost": .null, "cost": .null, "currency": "USD",
                "usage": .object(usage.json), "reason": .string(reason.rawValue),
            ]
        }
    }

    private func time(_ value: JSONValue?) throws -> PriceTime {
        guard let value, !value.isNull else { return now }
        guard let text = value.string, let time = PriceTime(text) else {
            throw PricingError(.invalidLine, "'at' must be a date or a time as RFC 3339 writes it")
        }
        return time
    }

    private func string(_ name: String, in object: JSONObject) throws -> String {
        guard let text = try optional(name, in: object), !text.isEmpty else {
            throw PricingError(.invalidLine, "'\(name)' is missing")
        }
        return text
    }

    private func optional(_ name: String, in object: JSONObject) throws -> String? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let text = value.string else {
            throw PricingError(.invalidLine, "'\(name)' must be a string, got \(value.kind)")
        }
        return text
    }
}
