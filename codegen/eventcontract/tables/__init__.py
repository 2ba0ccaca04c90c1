"""Events as rows of tables, and archives as Parquet. pyarrow is imported only by what needs it."""

from eventcontract.tables.table import OutOfRange, Table, Tables

__all__ = ["OutOfRange", "Table", "Tables"]
