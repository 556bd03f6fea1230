-- The highest number of the devices that are named in series (`Device016`).
CREATE INDEX devices_series ON devices (customer_id, CAST(substr(name, 7) AS INTEGER))
    WHERE name GLOB 'Device[0-9]*' AND substr(name, 7) NOT GLOB '*[^0-9]*' AND length(name) <= 12;
