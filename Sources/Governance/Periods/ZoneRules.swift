import Foundation

/// How far clocks in a time zone are from UTC, at any time.
///
/// Only this type asks Foundation for something; the calendar is our own (``CivilDate``). It is asked a few times when a
/// period begins, never for each request. Loading it costs about 5 MB of memory shared with the file, once, and 0.1 MB of
/// the process's own; `UTC` costs nothing.
public struct ZoneRules: Sendable {
    /// The name in the IANA database.
    public let name: String
    private let offset: @Sendable (Int64) -> Int64

    /// The zone where it is always UTC.
    public static let utc = ZoneRules(name: "UTC") { _ in 0 }

    /// The rules of a zone of the IANA database: `Asia/Tokyo`; `nil` where there is none of that name.
    public init?(_ name: String) {
        if name == "UTC" {
            self = .utc
            return
        }
        // Foundation also takes “GMT+9” and abbreviations such as “EST”, whose meaning is not everyone's.
        guard name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
        self.init(name: name) { seconds in
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
        }
    }

    /// Rules of one's own.
    ///
    /// - Parameters:
    ///   - name: What they are called.
    ///   - offset: The seconds that local time is ahead of UTC, from the seconds since 1970 UTC.
    public init(name: String, offset: @escaping @Sendable (Int64) -> Int64) {
        self.name = name
        self.offset = offset
    }

    /// The seconds that local clocks are ahead of UTC.
    public func offset(at time: WallTime) -> Int64 { offset(time.seconds) }
}
