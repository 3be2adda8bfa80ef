internal import GRDB

extension StoreError {
    /// What a failure of the database means for the one who runs the gateway.
    ///
    /// SQLite's own message names tables and columns, never a value; the statement and its arguments are left out.
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(database: error)
        default: self.init(.unavailable, "the database cannot be used")
        }
    }

    private init(database error: DatabaseError) {
        let message = error.message ?? "no reason given"
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(.full, "the disk with the data folder is full: make room on it")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(.corrupt, "the database is damaged (\(message)): stop the gateway and restore a backup")
        case .SQLITE_CONSTRAINT
        where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE
            || error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY:
            self.init(.conflict, "it is there already (\(message))")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.busy, "another process has been writing to the database for too long: try again")
        case .SQLITE_TOOBIG:
            self.init(.full, "it is too large to be stored")
        default:
            self.init(.unavailable, "the database cannot be used: \(message)")
        }
    }
}
