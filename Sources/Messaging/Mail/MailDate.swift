internal import Governance

/// Times as mails write them (RFC 5322 §3.3), in UTC.
enum MailDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// - Parameter seconds: seconds since 1970 UTC; years beyond 9999 are clamped.
    static func text(_ seconds: Int64) -> String {
        // `2026-11-23T00:00:00Z`, always this long.
        let moment = Timestamp(seconds: seconds)
        let digits = Array(moment.description.utf8)
        func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        let whole = Timestamp(part(0..<20))?.seconds ?? 0
        let (day, rest) = whole.quotientAndRemainder(dividingBy: 86_400)
        let days = rest < 0 ? day - 1 : day
        let weekday = Int(((days % 7) + 7) % 7)
        let month = Int(part(5..<7)).map { months[max(0, min(11, $0 - 1))] } ?? ""
        return "\(Self.days[weekday]), \(part(8..<10)) \(month) \(part(0..<4)) \(part(11..<19)) +0000"
    }
}
