import JSONText

/// The list of models as this dialect has it (`GET /v1/models`).
enum AnthropicModels {
    static func write(_ models: [ModelEntry]) -> JSONValue {
        let data: [JSONValue] = models.map { model in
            [
                "type": "model",
                "id": .string(model.name),
                "display_name": .string(model.name),
                "created_at": .string(timestamp(model.created)),
            ]
        }
        return [
            "data": .array(data),
            "has_more": false,
            "first_id": models.first.map { .string($0.name) } ?? .null,
            "last_id": models.last.map { .string($0.name) } ?? .null,
        ]
    }

    /// A time in RFC 3339, in UTC; times outside the years 1970 to 9999 become the nearest inside.
    static func timestamp(_ seconds: Int) -> String {
        let seconds = min(max(seconds, 0), 253_402_300_799)
        let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
        // Days since 0000-03-01, so that the leap day is the last of its year (eras of 400 years are 146,097 days).
        let shifted = days + 719_468
        let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        return "\(date)T\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))Z"
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
