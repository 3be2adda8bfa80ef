/// What governance keeps, in the embedded database of a data folder.
public final class SQLiteStore: GovernanceStore {
    /// The database, which the ledger shares.
    let database: SQLiteDatabase

    /// A store on an open database.
    public init(_ database: SQLiteDatabase) { self.database = database }
}
