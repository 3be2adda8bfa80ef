import Governance
import JSONText

/// Reads the members of a small body; those that nobody asked for are refused.
struct Members {
    private static let longest = 4096

    private let object: JSONObject

    /// - Parameter allowed: the members that the body may have.
    init(_ object: JSONObject?, allowed: [String]) throws(AdminError) {
        let object = object ?? JSONObject()
        for member in object where !allowed.contains(member.name) {
            let name = String(member.name.unicodeScalars.prefix(64).filter { $0.value >= 0x20 && $0.value != 0x7F })
            throw .member(name, "is unknown; allowed: \(allowed.joined(separator: ", "))", code: "unknown_field")
        }
        if let name = object.firstDuplicate { throw .member(name, "stands twice", code: "duplicate") }
        self.object = object
    }

    func optional(_ name: String) throws(AdminError) -> String? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let text = value.string else { throw .member(name, "must be a string", code: "wrong_type") }
        guard text.utf8.count <= Self.longest else { throw .member(name, "must have at most \(Self.longest) bytes") }
        return text
    }

    func required(_ name: String) throws(AdminError) -> String {
        guard let text = try optional(name), !text.isEmpty else {
            throw .member(name, "is missing", code: "missing_field")
        }
        return text
    }

    func int(_ name: String, in range: ClosedRange<Int>) throws(AdminError) -> Int? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let number = value.int, range.contains(number) else {
            throw .member(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func flag(_ name: String) throws(AdminError) -> Bool? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let flag = value.bool else { throw .member(name, "must be true or false", code: "wrong_type") }
        return flag
    }

    func time(_ name: String) throws(AdminError) -> Timestamp? {
        guard let text = try optional(name) else { return nil }
        guard let time = Timestamp(text) else { throw .member(name, "must be a time such as 2026-02-01T00:00:00Z") }
        return time
    }

    /// A moment in nanoseconds since 1970 UTC: a time, or a date, which is its midnight in UTC; what does not fit becomes the
    /// nearest that does.
    func moment(_ name: String) throws(AdminError) -> Int64? {
        guard let text = try optional(name) else { return nil }
        guard let time = Timestamp(text) ?? Timestamp(text + "T00:00:00Z") else {
            throw .member(name, "must be a time such as 2026-02-01T00:00:00Z, or a date")
        }
        let (product, overflow) = time.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? (time.seconds < 0 ? .min : .max) : product
    }

    /// An amount of money as decimal text, or a JSON number by its digits.
    func decimal(_ name: String) throws(AdminError) -> String? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let text = value.string ?? value.number?.text, text.utf8.count <= 64 else {
            throw .member(name, "must be an amount such as \"12.50\"", code: "wrong_type")
        }
        return text
    }
}
