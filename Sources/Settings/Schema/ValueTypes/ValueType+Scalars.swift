import JSONText

extension ValueType<Bool> {
    static let boolean = ValueType(.boolean) { place, reading in
        guard let scalar = reading.scalar(at: place, expected: "true or false") else { return nil }
        guard let value = scalar.bool else {
            reading.reportType(of: place, expected: "true or false")
            return nil
        }
        return value
    }
    .written { .bool($0) }
}

extension ValueType<Int> {
    static func integer(_ range: ClosedRange<Int>) -> ValueType {
        ValueType(.integer(range)) { place, reading in
            guard let scalar = reading.scalar(at: place, expected: "an integer") else { return nil }
            guard let value = scalar.int else {
                reading.reportType(of: place, expected: "an integer")
                return nil
            }
            guard range.contains(value) else {
                let allowed = range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
                reading.report(.invalidValue, at: place, "\(scalar.shown) is out of range; allowed: \(allowed)")
                return nil
            }
            return value
        }
        .written { JSONValue($0) }
    }

    /// A number of bytes.
    static func size(_ range: ClosedRange<Int>) -> ValueType {
        ValueType(.size(range)) { place, reading in
            let expected = "a size such as 64KiB, 50MiB or a number of bytes"
            guard let scalar = reading.scalar(at: place, expected: expected) else { return nil }
            guard let value = scalar.int ?? scalar.string.flatMap(ByteSize.bytes) else {
                reading.report(
                    .invalidValue,
                    at: place,
                    "\(scalar.shown) is not \(expected); units: B, KiB, MiB, GiB"
                )
                return nil
            }
            guard range.contains(value) else {
                let allowed = "\(ByteSize.text(range.lowerBound)) to \(ByteSize.text(range.upperBound))"
                reading.report(.invalidValue, at: place, "\(scalar.shown) is out of range; allowed: \(allowed)")
                return nil
            }
            return value
        }
        .written { .string(ByteSize.text($0)) }
    }
}

extension ValueType<Double> {
    static func number(from minimum: Int = 0, upTo maximum: Int) -> ValueType {
        number(NumberRange(minimum: minimum, isMinimumExcluded: false, maximum: maximum))
    }

    static func positiveNumber(upTo maximum: Int) -> ValueType {
        number(NumberRange(minimum: 0, isMinimumExcluded: true, maximum: maximum))
    }

    private static func number(_ range: NumberRange) -> ValueType {
        ValueType(.number(range)) { place, reading in
            guard let scalar = reading.scalar(at: place, expected: "a number") else { return nil }
            guard let value = scalar.double else {
                reading.reportType(of: place, expected: "a number")
                return nil
            }
            guard range.contains(value) else {
                reading.report(.invalidValue, at: place, "\(scalar.shown) is out of range; allowed: \(range.words)")
                return nil
            }
            return value
        }
        .written(as: write)
    }

    /// A part of a whole, as a number from 0 to 1 or as a percentage.
    static func share(isZeroAllowed: Bool = true) -> ValueType {
        ValueType(.share(isZeroAllowed: isZeroAllowed)) { place, reading in
            let words = "a share such as 0.05 or 5%"
            guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
            guard let value = scalar.double ?? scalar.string.flatMap(ShareText.share) else {
                reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
                return nil
            }
            guard value <= 1, isZeroAllowed ? value >= 0 : value > 0 else {
                let allowed = isZeroAllowed ? "0 to 1, or 0% to 100%" : "more than 0, up to 1 or 100%"
                reading.report(.invalidValue, at: place, "\(scalar.shown) is out of range; allowed: \(allowed)")
                return nil
            }
            return value
        }
        .written(as: write)
    }

    /// Whole numbers as such: `1`, not `1.0`.
    private static let write: @Sendable (Double) -> JSONValue = { number in
        Int(exactly: number).map { JSONValue($0) } ?? .init(floatLiteral: number)
    }
}

extension ValueType<Duration> {
    /// - Parameter instead: what the field takes beside durations, for messages.
    static func duration(_ range: ClosedRange<Duration>, instead: String? = nil) -> ValueType {
        let words = (instead.map { "\($0) or " } ?? "") + "a duration such as 200ms, 5s, 10m, 1h or 7d"
        let allowed = "\(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound))"
        let shape = Shape.text(words: "duration, \(allowed)", pattern: DurationText.pattern)
        return ValueType(shape) { place, reading in
            guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
            guard let value = scalar.string.flatMap(DurationText.duration) else {
                reading.report(
                    .invalidValue,
                    at: place,
                    "\(scalar.shown) is not \(words): a whole number and a unit (ms, s, m, h, d)"
                )
                return nil
            }
            guard range.contains(value) else {
                reading.report(.invalidValue, at: place, "\(scalar.shown) is out of range; allowed: \(allowed)")
                return nil
            }
            return value
        }
        .written { .string(DurationText.text($0)) }
    }
}

extension ValueType<String> {
    /// Any string; for fields that Kanmon itself does not read.
    static let anyText = ValueType(.text(words: "string", pattern: nil)) { place, reading in
        guard let scalar = reading.scalar(at: place, expected: "a string") else { return nil }
        guard let text = scalar.string else {
            reading.reportType(of: place, expected: "a string")
            return nil
        }
        return text
    }

    /// A name under a rule.
    static func name(_ rule: NameRule) -> ValueType {
        let shape = Shape.text(words: "name", pattern: rule.pattern)
        return ValueType(shape) { place, reading in
            guard let scalar = reading.scalar(at: place, expected: "a name") else { return nil }
            guard let text = scalar.string else {
                reading.report(
                    .wrongType,
                    at: place,
                    "expected a name, found \(place.node.kind); put it in quotes"
                )
                return nil
            }
            guard rule.allows(text) else {
                reading.report(.invalidValue, at: place, "\(scalar.shown) is not a name; allowed: \(rule.words)")
                return nil
            }
            return text
        }
        .written { .string($0) }
    }

    /// The path of a file that can be read, relative to the document's folder.
    static let file = ValueType(.text(words: "path", pattern: "^.")) { place, reading in
        guard let scalar = reading.scalar(at: place, expected: "a path") else { return nil }
        guard let text = scalar.string, !text.isEmpty else {
            reading.reportType(of: place, expected: "a path")
            return nil
        }
        let path = reading.resolved(path: text)
        return reading.isReadable(path, shown: scalar.shown, at: place) ? path : nil
    }
}

extension ValueType where Value: CaseIterable & RawRepresentable<String> {
    /// One of the type's cases; variables are not filled in, because other fields depend on the choice.
    static var choice: ValueType {
        let words = Value.allCases.map(\.rawValue)
        return ValueType(.choice(words)) { place, reading in
            guard case .scalar(let scalar) = place.node.content else {
                reading.reportType(of: place, expected: "one of \(words.joined(separator: ", "))")
                return nil
            }
            guard let value = Value(rawValue: scalar.text) else {
                var message = "\(Quoting.quoted(scalar.text)) is not allowed here"
                if let nearest = Spelling.nearest(to: scalar.text, among: words) {
                    message += "; did you mean \"\(nearest)\"?"
                }
                reading.report(.invalidValue, at: place, "\(message); allowed: \(words.joined(separator: ", "))")
                return nil
            }
            return value
        }
        .written { .string($0.rawValue) }
    }
}
