import Foundation
import Governance

/// The names of the IANA time zone database.
enum TimeZoneNames {
    /// Whether budgets can be counted in the zone of that name.
    static func contains(_ name: String) -> Bool { ZoneRules(name) != nil }

    /// The name that was probably meant.
    static func nearest(to name: String) -> String? {
        Spelling.nearest(to: name, among: TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") } + ["UTC"])
    }
}
