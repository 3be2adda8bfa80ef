internal import GRDB

/// One numbered step from one form of the database to the next.
///
/// A step that has been released is never changed. While a gateway is replaced, the old process goes on with the database
/// that the new one has brought forward: a step adds tables, columns with defaults and indexes, and takes away only what
/// the version before does not use any more.
struct Migration: Sendable {
    /// Its place in the list, from 1 without a gap.
    let number: Int
    /// What it brings, for people.
    let name: String
    /// Does the step; runs inside its own transaction.
    let apply: @Sendable (Database) throws -> Void
}
