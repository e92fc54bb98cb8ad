-- Reservations are few and short-lived, and one is made and taken away with
-- every call: reading them all is quick, keeping them sorted was not.

DROP INDEX reservations_by_owner;
DROP INDEX reservations_by_profile;
