"""Audits, findings and typed rows on Spark. pyspark is imported only by what needs it.

Whatever runs on the workers imports this package there, and no delivery leaves its worker: what comes back are counts,
findings and rows.
"""

from eventcontract.spark.audits import Incomplete, SparkEngine, audit
from eventcontract.spark.frames import events, findings
from eventcontract.spark.sessions import NoJava, session

__all__ = ["Incomplete", "NoJava", "SparkEngine", "audit", "events", "findings", "session"]
