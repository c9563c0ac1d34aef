"""The database's users: who may do what, made by the cluster's master user before anything else is.

The master's password is asked for here and nowhere else. `application` is whom workloads connect as: the schema's
migrations give it its rights. The rebalancer's own user owns the schema; it may make subscriptions and replication
slots, and neither users nor databases.
"""

from pg8000.native import Connection, identifier

from functions.rebalancer.database import rows, value

APPLICATION = "application"
"""Its name in the migrations too (schema/0002_application.sql)."""
BY_IAM = "rds_iam"
"""Whoever has this role comes with a token of IAM and not otherwise (Amazon Aurora User Guide, "Creating a database
account using IAM authentication")."""
MOVES = ("rds_replication", "pg_create_subscription")
"""Roles that moving slots takes: replication slots on RDS, and subscriptions since PostgreSQL 16 ("Predefined
Roles")."""


def make_users(master: Connection, rebalancer: str) -> None:
    """Make both users where they aren't, the one called *rebalancer* with the right to make schemas; *master* is
    connected as the cluster's master user. What a server doesn't have, such as roles of RDS, isn't granted."""
    for user, granted in ((APPLICATION, (BY_IAM,)), (rebalancer, (BY_IAM, *MOVES))):
        if not rows(master, "SELECT FROM pg_roles WHERE rolname = :user", user=user):
            master.run(f"CREATE ROLE {identifier(user)} LOGIN")
        for (role,) in rows(
            master,
            "SELECT rolname FROM pg_roles r WHERE rolname = ANY (CAST(:roles AS text[])) AND NOT EXISTS ("
            "SELECT FROM pg_auth_members m JOIN pg_roles u ON u.oid = m.member "
            "WHERE m.roleid = r.oid AND u.rolname = :user)",
            roles=list(granted),
            user=user,
        ):
            master.run(f"GRANT {identifier(role)} TO {identifier(user)}")
    database = value(master, "SELECT current_database()")
    master.run(f"GRANT CREATE ON DATABASE {identifier(database)} TO {identifier(rebalancer)}")
