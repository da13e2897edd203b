"""Writes the same small table by several tools, each in its own manner.

Run in an environment that has pandas, pyarrow, polars, duckdb, fastparquet and pyspark (which needs Java).
Times are in UTC. What is missing is written as each tool writes it: null, NaN, NaT.
"""

import datetime as dt
import glob
import os
import shutil
import tempfile
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

HERE = os.path.dirname(os.path.abspath(__file__))

ROWS = {
    "id": [1, 2, 3, 4, 5, 6],
    "days": [26, None, 0, 13, None, 26],
    "wage": [Decimal("2970.05"), Decimal("0.10"), None, Decimal("-12.50"), Decimal("9999999.99"), Decimal("3111.39")],
    "hours": [191.5, 0.1, None, -2.25, 1e-3, 40.0],
    "insured": [True, False, None, True, True, False],
    "born": [dt.date(1969, 7, 20), None, dt.date(2024, 2, 29), dt.date(1920, 1, 1), dt.date(1999, 12, 31), dt.date(1970, 1, 1)],
    "sent": [
        dt.datetime(2024, 3, 1, 12, 30, 15, 250000),
        dt.datetime(1969, 12, 31, 23, 59, 59),
        None,
        dt.datetime(2024, 1, 1),
        dt.datetime(2262, 1, 1),
        dt.datetime(2000, 2, 29, 6, 0, 0, 1000),
    ],
    "sex": ["1", "2", "1", None, "2", "1"],
    "name": ["Amina", "Élodie", None, "محمد", "O'Brien, \"Pat\"", " b"],
    "month": ["2024-01", "2024-02", "2024-03", None, "2023-12", "2024-01"],
}


def out(name):
    return os.path.join(HERE, name + ".parquet")


def arrow(sex=pa.dictionary(pa.int32(), pa.string()), text=pa.string(), wage=pa.decimal128(12, 2), sent=pa.timestamp("us")):
    types = {
        "id": pa.int64(), "days": pa.int32(), "wage": wage, "hours": pa.float64(), "insured": pa.bool_(),
        "born": pa.date32(), "sent": sent, "sex": sex, "name": text, "month": text,
    }
    return pa.table({name: pa.array(ROWS[name], type) for name, type in types.items()})


def by_pandas():
    frame = pd.DataFrame(ROWS)
    frame["born"] = pd.to_datetime(frame["born"])  # dates as timestamps, whole numbers with gaps as floats
    frame["sex"] = frame["sex"].astype("category")
    frame.to_parquet(out("pandas"), engine="pyarrow")
    nullable = pd.DataFrame(ROWS).convert_dtypes()
    nullable["days"] = nullable["days"].astype("Int16")
    nullable.to_parquet(out("pandas_nullable"), engine="pyarrow", compression="gzip")
    frame = pd.DataFrame(ROWS)
    # fastparquet writes counts of seconds as if they were milliseconds.
    frame["born"] = pd.to_datetime(frame["born"]).astype("datetime64[ns]")
    frame["sex"] = frame["sex"].astype("category")
    frame["wage"] = frame["wage"].astype("float64")
    for name in ["name", "month"]:
        frame[name] = frame[name].astype(object)
    frame.to_parquet(out("fastparquet"), engine="fastparquet")


def by_pyarrow():
    pq.write_table(arrow(), out("pyarrow"), compression="zstd", row_group_size=4)
    old = arrow(sex=pa.string())
    pq.write_table(old, out("pyarrow_int96"), version="1.0", use_dictionary=False, use_deprecated_int96_timestamps=True, compression="none")
    wide = arrow(sex=pa.dictionary(pa.int8(), pa.large_string()), text=pa.string_view(), wage=pa.decimal256(50, 4), sent=pa.timestamp("ms", "Africa/Casablanca"))
    pq.write_table(wide, out("pyarrow_wide"), compression="brotli", data_page_version="2.0", store_decimal_as_integer=True)
    plain = arrow(sex=pa.string(), wage=pa.decimal128(9, 2), sent=pa.timestamp("ns"))
    pq.write_table(plain, out("pyarrow_delta"), use_dictionary=False, store_decimal_as_integer=True, compression="lz4",
                   column_encoding={"id": "DELTA_BINARY_PACKED", "name": "DELTA_BYTE_ARRAY", "month": "DELTA_LENGTH_BYTE_ARRAY", "hours": "BYTE_STREAM_SPLIT"})


def by_polars():
    frame = pl.DataFrame(ROWS, schema_overrides={"wage": pl.Decimal(12, 2), "sent": pl.Datetime("us")}, strict=False)
    frame.write_parquet(out("polars"))
    frame = frame.with_columns(pl.col("sex").cast(pl.Categorical), pl.col("days").cast(pl.UInt8), pl.col("sent").cast(pl.Datetime("ms")))
    frame.write_parquet(out("polars_categorical"), compression="lz4", row_group_size=3)


def by_duckdb():
    rows = arrow(sex=pa.string())  # noqa: F841 (the query below reads it by its name)
    database = duckdb.connect()
    database.execute("set timezone = 'UTC'")
    database.execute("create type sex as enum ('1', '2')")
    database.execute("create table t as select * replace (sex::sex as sex) from rows")
    database.execute(f"copy t to '{out('duckdb')}' (format parquet)")
    database.execute(
        "create table u as select * replace (days::utinyint as days, sent::timestamptz as sent, wage::decimal(36, 6) as wage) from t")
    database.execute(f"copy u to '{out('duckdb_v2')}' (format parquet, parquet_version v2, compression zstd)")


def by_spark():
    from pyspark.sql import SparkSession, types as t

    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC")
    spark = session.getOrCreate()
    schema = t.StructType([
        t.StructField("id", t.LongType()), t.StructField("days", t.ShortType()), t.StructField("wage", t.DecimalType(12, 2)),
        t.StructField("hours", t.DoubleType()), t.StructField("insured", t.BooleanType()), t.StructField("born", t.DateType()),
        t.StructField("sent", t.TimestampNTZType()), t.StructField("sex", t.StringType()), t.StructField("name", t.StringType()),
        t.StructField("month", t.StringType()),
    ])
    frame = spark.createDataFrame(list(zip(*ROWS.values())), schema)
    for name, settings in {
        "spark": {"spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS", "spark.sql.parquet.writeLegacyFormat": "false"},
        "spark_legacy": {"spark.sql.parquet.outputTimestampType": "INT96", "spark.sql.parquet.writeLegacyFormat": "true"},
    }.items():
        for key, value in settings.items():
            spark.conf.set(key, value)
        written = frame.withColumn("sent", frame["sent"].cast(t.TimestampType()))
        with tempfile.TemporaryDirectory() as folder:
            written.coalesce(1).write.mode("overwrite").parquet(folder)
            [part] = glob.glob(os.path.join(folder, "*.parquet"))
            shutil.copy(part, out(name))
    spark.stop()


if __name__ == "__main__":
    by_pandas()
    by_pyarrow()
    by_polars()
    by_duckdb()
    by_spark()
