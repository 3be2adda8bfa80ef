/// Why the store could not do something.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, for programs.
    public enum Code: String, Hashable, Sendable {
        /// The data folder cannot be opened or created.
        case unavailable
        /// Another process uses the data folder in a way that excludes this one.
        case locked
        /// The data was written by a newer version.
        case newerSchema = "newer_schema"
        /// Something of that identity is there already.
        case conflict
        /// There is nothing of that identity.
        case notFound = "not_found"
        /// It has been changed by somebody else meanwhile.
        case outdated
        /// Too much waits to be read or written, or another process writes for too long; trying again helps.
        case busy
        /// The disk or the journal is full.
        case full
        /// What was asked for cannot be: a name with a NUL, a raise that is over.
        case invalid
        /// A cursor is none, or another list's.
        case invalidCursor = "invalid_cursor"
        /// What is stored is not what was written.
        case corrupt
    }

    /// What went wrong, for programs.
    public let code: Code
    /// What went wrong, for people; no secrets.
    public let detail: String

    /// An error with its explanation.
    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    /// The explanation.
    public var description: String { detail }
}
