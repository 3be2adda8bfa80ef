#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The wall clock, for what is not on the way of a request.
enum WallSeconds {
    /// Nanoseconds since 1970.
    static var nanoseconds: Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000_000) }

    /// Whole seconds since 1970.
    static var now: Int64 { nanoseconds / 1_000_000_000 }
}
